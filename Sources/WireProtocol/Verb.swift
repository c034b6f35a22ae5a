/// What a client can ask for, with the shape that `HELP` shows.
public enum Verb: String, CaseIterable, Sendable {
    case lookup = "LOOKUP"
    case matches = "MATCHES"
    case why = "WHY"
    case card = "CARD"
    case history = "HISTORY"
    case explain = "EXPLAIN"
    case note = "NOTE"
    case contact = "CONTACT"
    case complaint = "COMPLAINT"
    case referral = "REFERRAL"
    case outage = "OUTAGE"
    case override = "OVERRIDE"
    case score = "SCORE"
    case verify = "VERIFY"
    case help = "HELP"
    case ping = "PING"
    case version = "VERSION"
    case stats = "STATS"
    case clients = "CLIENTS"
    case ring = "RING"
    case answer = "ANSWER"
    case transfer = "TRANSFER"
    case hangup = "HANGUP"
    case watch = "WATCH"
    case link = "LINK"
    case confirm = "CONFIRM"
    case unlink = "UNLINK"
    case region = "REGION"
    case numbers = "NUMBERS"
    case format = "FORMAT"
    case quit = "QUIT"

    /// - Parameter word: a verb in any mixture of cases.
    init?(_ word: Span<UInt8>) {
        guard let known = Verb.allCases.first(where: { word.isWord($0.rawValue) }) else {
            return nil
        }
        self = known
    }

    /// Whether the text of such a request may go on in a block.
    var takesText: Bool {
        [.note, .contact, .complaint, .outage, .override].contains(self)
    }

    /// How a request is written: `[ ]` optional, `|` one of.
    public var shape: StaticString {
        switch self {
        case .lookup: "LOOKUP number"
        case .matches: "MATCHES number"
        case .why: "WHY number"
        case .card: "CARD account|#id"
        case .history: "HISTORY account|#id [count]"
        case .explain: "EXPLAIN account|#id"
        case .note: "NOTE account|#id [reference=R] [agent=A] [at=T] text"
        case .contact:
            """
            CONTACT account|#id channel kind [reference=R] [agent=A] [at=T] \
            [direction=in|out] [subject=S] [outcome=O] text
            """
        case .complaint:
            """
            COMPLAINT account|#id [reference=R] [agent=A] [at=T] [text] | \
            COMPLAINT CLOSE reference [upheld=1|0] [agent=A] [at=T] [text]
            """
        case .referral:
            "REFERRAL account|#id [reference=R] [agent=A] [at=T] account|#id|name-in-quotes"
        case .outage:
            """
            OUTAGE BEGIN service [reference=R] [agent=A] [at=T] [planned=1|0] [cause=C] \
            [expected-end] | OUTAGE ADD reference account|#id... | \
            OUTAGE END reference [agent=A] [at=T]
            """
        case .override:
            "OVERRIDE account|#id 1-5 [expires=T] [agent=A] reason | OVERRIDE account|#id -"
        case .score: "SCORE"
        case .verify: "VERIFY"
        case .help: "HELP [verb]"
        case .ping: "PING"
        case .version: "VERSION"
        case .stats: "STATS"
        case .clients: "CLIENTS"
        case .ring: "RING call-id number agent"
        case .answer: "ANSWER call-id agent"
        case .transfer: "TRANSFER call-id agent"
        case .hangup: "HANGUP call-id"
        case .watch: "WATCH agent...|*|-"
        case .link: "LINK number account|#id [agent=A]"
        case .confirm: "CONFIRM number account|#id [agent=A]"
        case .unlink: "UNLINK number account|#id [agent=A]"
        case .region: "REGION [cc|-]"
        case .numbers: "NUMBERS [auto|e164|e164-no-plus|national|BAD [count]|CHANGED [count]]"
        case .format: "FORMAT text|json"
        case .quit: "QUIT"
        }
    }

    /// One sentence of explanation.
    public var summary: StaticString {
        switch self {
        case .lookup: "who has this number; any spelling, spaces included; one line"
        case .matches: "every customer who has this number, with figures; up to 20"
        case .why: "how the number was read, what was looked for, and who was not taken"
        case .card: "everything an agent wants to see of a customer at a glance"
        case .history: "what happened with a customer, latest first; 20 entries unless told"
        case .explain: "how the four figures came about: what counts, what does not, and why"
        case .note: "stores a note about a customer; the text is the rest of the line"
        case .contact: "stores a conversation that took place"
        case .complaint: "opens a complaint, or closes one"
        case .referral: "stores that a customer has named another party"
        case .outage: "a loss of service begins, touches these customers, or ends"
        case .override: "sets a customer's value by hand, or takes that back"
        case .score: "computes the thresholds of the value anew; answers when all are scored"
        case .verify: "compares the index with the database; answers when all are compared"
        case .help: "the verbs, or one verb"
        case .ping: "answers 200 pong"
        case .version: "the server's and the protocol's version"
        case .stats: "load, latency, index and memory, as lines"
        case .clients: "the connections that are open now"
        case .ring: "a call rings at an agent; answers like LOOKUP and pops at the agent's consoles"
        case .answer: "an agent has taken a call; the others lose its pop"
        case .transfer: "a call goes to another agent, and its pop along with it"
        case .hangup: "a call has ended"
        case .watch: "pushes these agents' calls to this connection; * is everybody, - nobody"
        case .link: "the caller with this number is this customer; provisional until confirmed"
        case .confirm: "makes a provisional link of a number final"
        case .unlink: "takes a link of a number back"
        case .region: "the country of this connection's line; without one, the settings"
        case .numbers: "how this line writes numbers; or stored numbers that are bad or changed"
        case .format: "how this connection wants its replies; JSON is one object a line"
        case .quit: "ends the connection after the replies are out"
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether these bytes are `word` in any mixture of cases; `word` is upper-case ASCII.
    func isWord(_ word: String) -> Bool {
        guard count == word.utf8.count else { return false }
        var index = 0
        for letter in word.utf8 {
            if self[index] != letter && self[index] != letter | 0x20 { return false }
            index += 1
        }
        return true
    }
}
