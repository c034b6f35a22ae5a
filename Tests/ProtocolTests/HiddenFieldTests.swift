import Access
import ScreenPopServer
import Testing

/// Every client sees every field but those of a kind that is hidden from it: `holds` in
/// `Protocol/verbs.json`.
@Suite struct HiddenFieldTests {
    private static let table = VerbTable.shared

    private static let requests = [
        "LOOKUP +442079460958", "LOOKUP 020 7946 0958", "LOOKUP +441632960101",
        "MATCHES +441632960101", "WHY 020 7946 0958", "CARD A1042", "CARD A1045",
        "HISTORY A1042 100", "EXPLAIN A1042", "EXPLAIN A1045",
    ]

    /// What each client of the transcripts sees.
    private static let hidden: [String: Set<String>] = [
        "root": [], "lee": [], "kim": [], "front": [], "pbx1": ["names"],
        "jo": ["account", "operations"], "probe": ["names", "numbers"],
    ]

    @Test(arguments: hidden.keys.sorted())
    func nothingElseIsMissing(_ name: String) throws {
        let hidden = try #require(Self.hidden[name])
        let (whole, seen) = (try Self.ask("root"), try Self.ask(name))
        for (request, (all, some)) in zip(Self.requests, zip(whole, seen)) {
            let verb = String(request.prefix { $0 != " " })
            guard some.first?.hasPrefix("433") == false else { continue }
            let row = try #require(Self.table.verbs.first { $0.verb == verb })
            for line in all.filter({ $0 != "." }).map(SaidLine.init(text:)) {
                guard let group = Self.group(line, row) else { continue }
                let like = some.map(SaidLine.init(text:)).filter { $0.head == line.head }
                if let kind = group.holds, hidden.contains(kind) {
                    // Of conversations, those of others.
                    #expect(like.allSatisfy { $0.values["agent"]?.text == "1001" })
                    continue
                }
                for (field, value) in line.values where field != "hidden" {
                    let kind = Self.table.fields(group, of: "").map(\.field)
                        .first { $0.name == field }?.holds
                    let isHidden = kind.map(hidden.contains) ?? false
                    let isThere = like.contains { $0.values[field] == value }
                    let isExempt =
                        field == "entries" || line.isOfMoney && hidden.contains("account")
                    #expect(isThere != isHidden || isExempt, "\(name): \(request): \(field)")
                }
            }
        }
    }

    private static func group(_ line: SaidLine, _ row: VerbTable.Row) -> VerbTable.Fields? {
        row.replies[line.head] ?? row.lines?.first { $0.line == line.head }
    }

    private static func ask(_ name: String) throws -> [[String]] {
        let stage = try MemoryStage { $0.access = TranscriptAccess.list }
        stage.send(Array("AUTH root \(TranscriptAccess.token("root"))\nSCORE\n".utf8), from: "root")
        stage.send(Array("AUTH \(name) \(TranscriptAccess.token(name))\n".utf8), from: "a")
        _ = stage.allLines(for: "a")
        return requests.map { request in
            stage.send(Array("\(request)\n".utf8), from: "a")
            return stage.allLines(for: "a")
        }
    }
}

extension SaidLine {
    /// A part of the value that tells of money.
    fileprivate var isOfMoney: Bool {
        head == "component"
            && ["money", "growth", "payment", "credit"].contains(values["name"]?.text ?? "")
    }
}

extension SaidLine.Value {
    fileprivate var text: String? {
        switch self {
        case .word(let text), .text(let text), .number(let text): text
        case .unknown: nil
        }
    }
}
