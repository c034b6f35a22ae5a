import Customers
import ReplyReading
import Testing

@testable import AgentConsole

/// An agent's console and a server that says what the test wants.
struct Desk {
    static let start = Moment(iso8601: "2026-11-21T12:00:00Z")!

    private(set) var console: Console
    /// What was sent and has no reply yet, in order.
    private(set) var waiting: [(id: Int, lines: [String])] = []
    /// The first line of everything that was sent.
    private(set) var sent: [String] = []
    private(set) var bells = 0
    private(set) var hasQuit = false
    private(set) var now = start

    init(
        isASCII: Bool = false, isConnected: Bool = true, offset: Int = 0,
        caseNumber: @escaping @Sendable () -> String = { "482-913-057" }
    ) {
        let settings = Console.Settings(
            agent: "kim", server: "127.0.0.1:7373", referencePrefix: "pop-1",
            isASCII: isASCII, caseNumber: caseNumber
        ) { _ in offset }
        console = Console(settings, now: now)
        if isConnected { take(.connected(calls: 0)) }
    }

    mutating func take(_ event: Console.Event) {
        for effect in console.take(event) {
            switch effect {
            case .send(let id, let lines):
                waiting.append((id, lines))
                sent.append(lines[0])
            case .bell: bells += 1
            case .quit: hasQuit = true
            case .hurry, .redraw: break
            }
        }
    }

    mutating func push(_ line: String) {
        take(.pushed(PushedLine(line)!))
    }

    mutating func press(_ keys: Key...) {
        for key in keys { take(.key(key)) }
    }

    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { take(.key(.character(scalar))) }
    }

    /// As from a terminal that marks pastes, or from one that does not.
    mutating func paste(_ text: String, isMarked: Bool = true) {
        let keys = text.unicodeScalars.compactMap { Key(scalar: $0.value) }
        if isMarked {
            take(.keys([.pasteBegins] + keys + [.pasteEnds], isPaste: false))
        } else {
            take(.keys(keys, isPaste: KeyBurst.isPaste(keys)))
        }
    }

    mutating func pass(seconds: Int64) {
        for _ in 0..<seconds {
            now = now + 1
            take(.tick(now))
        }
    }

    /// Answers the first request that begins so; the others wait on.
    mutating func reply(
        to start: String, _ text: String..., at location: SourceLocation = #_sourceLocation
    ) {
        guard let index = waiting.firstIndex(where: { $0.lines[0].hasPrefix(start) }) else {
            Issue.record("nobody has asked \(start)", sourceLocation: location)
            return
        }
        let request = waiting.remove(at: index)
        take(.replied(id: request.id, Reply(text: text)!))
    }

    func screen(rows: Int = 24, columns: Int = 80) -> [String] {
        console.screen(rows: rows, columns: columns).text
    }

    /// Whether some row of the screen contains the text.
    func shows(_ text: String, rows: Int = 24, columns: Int = 80) -> Bool {
        screen(rows: rows, columns: columns).contains { $0.contains(text) }
    }
}

/// What the server of the transcripts says.
extension Desk {
    static let acme =
        "number=+442079460958 account=A1042 value=5 complaints=2 referrals=3 "
        + "interruptions=1 match=exact open=1 down=- state=active kind=company role=direct id=1 "
        + #"name="Acme Ltd""#
    static let card = [
        "210 A1042",
        #"customer id=1 kind=company state=active since=2019-03-04 tenure_months=92 "#
            + #"types="business;broadband" name="Acme Ltd""#,
        #"address address="12 High Street" city="London" postcode="EC1A 1BB" country="GB""#,
        #"preference language="en" channel="phone" currency="GBP" credit_limit=5000.00"#,
        "figures value=5 complaints=2 open=1 oldest_open=2026-11-02T10:15:00Z referrals=3 "
            + "pending=1 interruptions=1 minutes=210 down=- as_of=2026-11-21T12:00:00Z",
        #"phone number=+442079460958 role=direct label="switchboard" entered="020 7946 0958""#,
        "complaint reference=\"C-501\" received=2026-11-02T10:15:00Z days=19 "
            + #"subject="Router \"drops\" every evening""#,
        #"overdue invoices=2 amount=1560.50 currency="GBP" since=2026-10-15"#,
        #"reminder reference="M-1" due=2026-11-23T09:00:00Z agent="jo" text="Ask again.""#,
        #"call at=2026-11-20T10:30:00Z reference="17" agent="jo" outcome="answered""#,
        #"note at=2026-11-19T09:30:00Z reference="N-1" agent="kim" detail="Has a spare router.""#,
        "contact at=2026-11-18T16:20:00Z reference=\"T-5\" channel=\"chat/in\" agent=\"sam\" "
            + #"outcome="answered" subject="Opening hours""#,
    ]

    /// Acme rings, and its card is there.
    mutating func acmeRings(call: String = "c1") {
        push("* POP call=\(call) agent=kim lookup=200 \(Self.acme)")
        answerCard()
    }

    mutating func answerCard() {
        guard let index = waiting.firstIndex(where: { $0.lines[0] == "CARD #1" }) else { return }
        let request = waiting.remove(at: index)
        take(.replied(id: request.id, Reply(text: Self.card)!))
    }

    mutating func strangerRings(call: String = "c9") {
        push("* POP call=\(call) agent=kim lookup=404 number=+441632960999 match=none")
    }
}
