/// What a client can ask for. `Protocol/verbs.json` says everything about each; a test compares.
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
    case hello = "HELLO"
    case auth = "AUTH"
    case act = "ACT"
    case unmask = "UNMASK"
    case ping = "PING"
    case version = "VERSION"
    case stats = "STATS"
    case clients = "CLIENTS"
    case ring = "RING"
    case answer = "ANSWER"
    case transfer = "TRANSFER"
    case withdraw = "WITHDRAW"
    case hangup = "HANGUP"
    case watch = "WATCH"
    case link = "LINK"
    case confirm = "CONFIRM"
    case unlink = "UNLINK"
    case pbx = "PBX"
    case region = "REGION"
    case numbers = "NUMBERS"
    case access = "ACCESS"
    case format = "FORMAT"
    case quit = "QUIT"

    /// - Parameter word: a verb in any mixture of cases.
    init?(_ word: Span<UInt8>) {
        guard let known = Verb.allCases.first(where: { word.isWord($0.rawValue) }) else {
            return nil
        }
        self = known
    }

    /// How a request may be written.
    public var forms: [VerbForm] { entry.forms }

    /// Whether the text of such a request may go on in a block.
    public var takesBlock: Bool { forms.contains { $0.takesBlock } }

    /// All forms in one line: `[ ]` optional, `|` one of.
    public var shape: String { forms.map { $0.shape(of: self) }.joined(separator: " | ") }

    /// One sentence of explanation.
    public var summary: StaticString { entry.summary }
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
