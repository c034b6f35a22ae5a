import ReplyReading
import SeededRandom
import Testing

@testable import AgentConsole

/// Any keys, pushes, replies, sizes and breaks in any order.
@Suite struct RandomTests {
    private static let keys: [Key] =
        [
            .enter, .tab, .backTab, .escape, .up, .down, .left, .right, .home, .end, .pageUp,
            .pageDown, .backspace, .delete, .control("n"), .control("s"), .control("c"),
            .control("l"), .control("w"), .pasteBegins, .pasteEnds,
        ]
        + "cnoxrlwyhftujkqgd?123456789 aé日\u{301}\u{7}\u{1B}\u{202E}🙂".unicodeScalars.map {
            .character($0)
        }
    private static let names = ["Acme Ltd", "日本電信 \u{1B}[31m", "Zo\u{308}e\u{7}", "", "x\u{202E}y"]

    @Test(arguments: 0..<20)
    func nothingBreaksAndNoTextIsLost(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var desk = Desk(isASCII: seed % 4 == 0, isConnected: seed % 2 == 0)
        for _ in 0..<400 {
            let before = desk.console
            let reaction = Self.step(&desk, &random)
            Self.checkTexts(before, desk.console, reaction)
            if Int.random(in: 0..<4, using: &random) == 0 { Self.checkScreen(desk, &random) }
        }
    }

    private enum Step {
        case key(Key)
        case stored
        case other
    }

    private static func step(_ desk: inout Desk, _ random: inout SplitMix64) -> Step {
        let call = "c\(Int.random(in: 0..<5, using: &random))"
        switch Int.random(in: 0..<20, using: &random) {
        case 0: push(&desk, &random, "POP", call)
        case 1: push(&desk, &random, "UPDATE", call)
        case 2: desk.push("* ANSWERED call=\(call) agent=kim")
        case 3: desk.push("* HANGUP call=\(call) agent=kim")
        case 4: desk.push("* WITHDRAW call=\(call) agent=kim by=lee")
        case 5: desk.push("* TRANSFER call=\(call) agent=kim to=lee")
        case 6: desk.take(.disconnected(problem: "gone\u{7}", seconds: 2))
        case 7: desk.take(.connected(calls: Int.random(in: 0..<3, using: &random)))
        case 8: desk.pass(seconds: 3)
        case 9, 10: return reply(&desk, &random)
        default:
            let key = keys.randomElement(using: &random)!
            desk.press(key)
            return .key(key)
        }
        return .other
    }

    private static func push(
        _ desk: inout Desk, _ random: inout SplitMix64, _ word: String, _ call: String
    ) {
        let id = Int.random(in: 1..<4, using: &random)
        let name = names.randomElement(using: &random)!
        let lookups = [
            "lookup=200 number=+4420794609\(id) account=A\(id) value=\(id) complaints=1 open=1 "
                + "referrals=- interruptions=99999 down=- id=\(id) name=\"\(name)\"",
            "lookup=200 number=+441632960101 customers=2 value=- match=shared",
            "lookup=404 number=+441632960999 match=none", "lookup=410 match=withheld", "",
        ]
        desk.push("* \(word) call=\(call) agent=kim \(lookups.randomElement(using: &random)!)")
    }

    private static func reply(_ desk: inout Desk, _ random: inout SplitMix64) -> Step {
        guard let request = desk.waiting.randomElement(using: &random) else { return .other }
        let list = [
            "210 +441632960101 customers=2", "customer account=A1 id=1 name=\"日本\"",
            "customer account=A2 id=2 name=\"B\"",
        ]
        let replies: [[String]] = [
            Desk.card, list, ["201 reference=\"x\""], ["202 link=provisional"], ["405 nobody"],
            ["420 busy"], ["431 reason=locked"], ["404 match=none"], ["210 A1 entries=0"],
        ]
        let reply = replies.randomElement(using: &random)!
        desk.take(.replied(id: request.id, Reply(text: reply)!))
        return .stored
    }

    /// A text goes only when it was stored, or when the agent changes it or says so.
    private static func checkTexts(_ before: Console, _ after: Console, _ step: Step) {
        for form in before.forms {
            let now = after.forms.first { $0.id == form.id }
            let isOpen = before.openFormID == form.id && form.state != .sending
            switch step {
            case .stored where form.state == .sending && now == nil: continue
            case .key where isOpen && before.overlay == nil:
                #expect(now != nil || !form.hasText || !form.kind.isText)
            case .key(.letter("d")) where before.overlay == .askDiscard && isOpen:
                #expect(!form.hasText || now == form || after.discarded == form)
            default:
                #expect(now?.fields == form.fields || !form.hasText || !form.kind.isText)
            }
        }
    }

    private static func checkScreen(_ desk: Desk, _ random: inout SplitMix64) {
        let rows = Int.random(in: 1...50, using: &random)
        let columns = Int.random(in: 1...160, using: &random)
        let canvas = desk.console.screen(rows: rows, columns: columns)
        #expect(canvas.cells.count == rows * columns)
        for row in 0..<rows {
            let cells = canvas.row(row)
            #expect(cells.reduce(0) { $0 + $1.width } == columns)
            let scalars = cells.flatMap(\.character.unicodeScalars)
            #expect(!scalars.contains(where: DisplayWidth.isInvisible))
        }
        if let cursor = canvas.cursor {
            #expect((0..<rows).contains(cursor.row) && (0..<columns).contains(cursor.column))
        }
    }
}
