import Access
import ScreenPopServer
import Foundation
import SeededRandom
import TestSupport
import Testing
import WireProtocol

/// Whoever only looks whether the service works learns nobody's name and no whole number, whatever
/// it sends.
@Suite struct MaskTests {
    /// Words that say who somebody is, and numbers, of the base.
    private static let secrets: [String] = {
        // A static cannot throw; a file that is missing is to stop the tests.
        let folder = "Protocol/transcripts/base"
        let customers = try! Repository.text("\(folder)/customers.csv")
        let phones = try! Repository.text("\(folder)/phones.csv")
        let names = customers.split(separator: "\n").dropFirst().flatMap { line in
            line.split(separator: ",").filter { $0.contains(where: \.isLetter) }.map(String.init)
        }
        let numbers = phones.matches(of: #/[0-9][0-9 ()\/.-]{7,}/#).map { match in
            String(match.output.filter(\.isNumber).drop { $0 == "0" }.suffix(9))
        }
        return numbers + ["Acme", "Bloggs", "Kelly", "Finch", "Lang", "acme.example", "A1042"]
            + names.filter { $0.contains(" ") || $0.contains("@") }
    }()

    @Test(arguments: 0..<30 as Range<UInt64>)
    func nothingOfAnybodyIsTold(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let stage = try MemoryStage { $0.access = TranscriptAccess.list }
        // What others do meanwhile is told to whoever watches.
        stage.send(Self.signIn("pbx1"), from: "pbx")
        let format = Bool.random(using: &random) ? "json" : "text"
        stage.send(Array("FORMAT \(format)\n".utf8), from: "a")
        for number in 0..<60 {
            stage.send(Array("\(Self.request(&random))\n".utf8), from: "a")
            let number = "+4420794609\(58 + number % 2)"
            stage.send(Array("RING c\(number) \(number) kim\n".utf8), from: "pbx")
        }
        let said = stage.allLines(for: "a").joined(separator: "\n")
        let digits = said.replacing(" ", with: "").replacing("-", with: "")
        for secret in Self.secrets {
            let line = said.split(separator: "\n").first { $0.contains(secret) } ?? ""
            #expect(!said.contains(secret) && !digits.contains(secret), "\(secret): \(line)")
        }
        #expect(!said.isEmpty)
    }

    /// Whose calls it names, a connection is told as it has said it.
    private static let repeating: Set<Verb> = [.quit, .auth, .format, .pbx]

    /// A request of any verb about somebody of the base, who is not named in a way that a reply
    /// could repeat: a call's name, an agent, an unknown reference.
    private static func request(_ random: inout SplitMix64) -> String {
        let verb =
            Verb.allCases.filter { !repeating.contains($0) }
            .randomElement(using: &random) ?? .lookup
        let customer =
            ["A1042", "#1", "#2", "#5", "#8", "A1043"].randomElement(using: &random) ?? ""
        let number =
            [
                "+442079460958", "020 7946 0958", "+441632960101", "+442079460959 x12",
                "01632 960202",
                "tel:+44-20-7946-0958", "\"Acme\" <+442079460958>", "+353209101234", "",
            ].randomElement(using: &random) ?? ""
        let rest =
            ["", "5", "text", "*", "-", "kim", "BAD", "CHANGED", "reference=N-1"]
            .randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "\(verb.rawValue) \(customer) \(rest)"
        case 1: return "\(verb.rawValue) \(number)"
        case 2: return "\(verb.rawValue) \(number) \(customer)"
        default: return "\(verb.rawValue) c1 \(number) \(rest)"
        }
    }

    private static func signIn(_ name: String) -> [UInt8] {
        Array("AUTH \(name) \(TranscriptAccess.token(name))\n".utf8)
    }
}
