import Customers
import Foundation
import NumberSamples
import Numbering
import ScreenPopServer
import Testing
import TestSupport

/// Issue 4's measure: whatever arrives finds its customer through import and daemon.
@Suite struct NumbersOverWireTests {
    /// Every row of `Protocol/numbers.tsv` is loaded by import and asked by `LOOKUP`.
    @Test func everyRowOfTheTableFindsItsCustomer() throws {
        let rows = NumberRow.all.filter { $0.outcome == "number" }
        var base = ImportedNumbers()
        for row in rows where row.settings.format == .auto {
            let number = try #require(PhoneNumber(canonical: row.number))
            // Digits that may be two numbers are a call's at home, and whoever stores them has left
            // the plus away.
            let stored = base.stored(row.received, in: row.settings.region)
            guard stored.remark != .countryCodeWithoutPlus else { continue }
            base.add(number, entered: row.received, region: row.settings.region)
        }
        for row in rows {
            let number = try #require(PhoneNumber(canonical: row.number))
            base.add(number, entered: row.number, region: nil)
        }
        let server = try base.server()
        defer { server.stop() }
        let conversation = try Conversation(server)
        for row in NumberRow.all where row.isCarriedByLookup {
            conversation.set(row.settings)
            let reply = conversation.line("LOOKUP \(row.received)")
            #expect(row.isAnswered(by: reply, base), "line \(row.line): \(reply)")
        }
    }

    /// The library's own examples of all regions and types, in all four forms.
    @Test func everyExampleNumberFindsItsCustomer() throws {
        var base = ImportedNumbers()
        for example in ExampleNumber.all {
            for (_, text) in example.spellings {
                base.add(example.number, entered: text, region: example.region)
            }
        }
        let server = try base.server()
        defer { server.stop() }
        let conversation = try Conversation(server)
        for example in ExampleNumber.all {
            conversation.set(LineSettings(region: example.region))
            let account = try #require(base.account(of: example.number))
            for (form, text) in example.spellings {
                if ExampleNumber.dialledLikeExtensions.contains(example.number.description),
                    form == "national"
                {
                    continue
                }
                let reply = conversation.line("LOOKUP \(text)")
                #expect(reply.hasPrefix("200 \(example.number) "), "\(form) \(text): \(reply)")
                #expect(reply.value("account") == account, "\(form) \(text): \(reply)")
            }
        }
    }

    /// The same strings, entered with their customer's country, are stored as these numbers.
    @Test func everyExampleIsStoredAsItself() throws {
        var base = ImportedNumbers()
        for example in ExampleNumber.all {
            for (_, text) in example.spellings {
                base.add(example.number, entered: text, region: example.region)
            }
        }
        let server = try base.server()
        defer { server.stop() }
        let bad = try Conversation(server).ask("NUMBERS BAD 500").dropFirst()
        let expected = ExampleNumber.dialledLikeExtensions.count
        #expect(bad.count <= expected, "\(bad)")
    }
}

/// Customers with one number each, written as exchange files and imported by the program.
struct ImportedNumbers {
    private let reader = NumberReader()
    private var accounts: [PhoneNumber: String] = [:]
    private var customers = "account,name,country\n"
    private var phones = "account,number\n"

    /// Adds a spelling of `number` as somebody in `region` enters it.
    mutating func add(_ number: PhoneNumber, entered: String, region: Region?) {
        // A canonical number that its plan does not allow is stored as its variant.
        let stored =
            reader.readForStoring(number.description, as: .direct, in: nil).number ?? number
        let place = region.map { "\($0)" } ?? ""
        let account = accounts[stored] ?? "N\(countries.count)"
        accounts[stored] = account
        accounts[number] = account
        if countries[account] == nil {
            countries[account] = place
            customers += "\(account),Somebody,\(place)\n"
        }
        // What names its country is the same in any other.
        guard place == countries[account] || entered.hasPrefix("+") else { return }
        phones += "\(account),\"\(entered.replacing("\"", with: "\"\""))\"\n"
    }

    private var countries: [String: String] = [:]

    func isStored(_ number: PhoneNumber) -> Bool {
        reader.readForStoring(number.description, as: .direct, in: nil).number != nil
    }

    func stored(_ entered: String, in region: Region?) -> EnteredReading {
        reader.readForStoring(entered, as: .direct, in: region)
    }

    func account(of number: PhoneNumber) -> String? { accounts[number] }

    /// A server over a new database with these customers.
    func server() throws -> RunningServer {
        let folder = try Repository.scratchFolder()
        try customers.write(
            to: folder.appending(path: "customers.csv"), atomically: true, encoding: .utf8)
        try phones.write(
            to: folder.appending(path: "phones.csv"), atomically: true, encoding: .utf8)
        let database = folder.appending(path: "numbers.db").path
        let imported = try Program.run(
            Program.built("screenpop"), ["import", "--database", database, folder.path])
        // 1: some rows were rejected, for example twins.
        guard imported.status < 2 else { throw Program.Failure(imported) }
        return try RunningServer(database: database) { $0.region = nil }
    }
}

extension Conversation {
    /// Makes this connection's line what a row of the table says.
    func set(_ line: LineSettings) {
        _ = ask("REGION \(line.region.map { "\($0)" } ?? "-")")
        _ = ask("NUMBERS \(line.format.word)")
    }
}

extension NumberRow {
    /// `LOOKUP` cannot carry nothing, and no line carries what ends it or is no text.
    var isCarriedByLookup: Bool {
        !received.isEmpty && !received.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }

    func isAnswered(by reply: String, _ base: ImportedNumbers) -> Bool {
        switch outcome {
        case "number":
            guard let number = PhoneNumber(canonical: number) else { return false }
            // What no plan allows is read as it stands, but never stored, so nobody has it.
            guard base.isStored(number) else { return reply == "404 \(number) match=none" }
            return reply.hasPrefix("200 \(number) ")
                && reply.value("account") == base.account(of: number)
        case "withheld": return reply == "410 match=withheld"
        case "short-code": return reply == "411 match=none reason=short-code"
        case "extension": return reply == "411 match=none reason=extension"
        default: return reply == "412 match=none reason=\(number)"
        }
    }
}
