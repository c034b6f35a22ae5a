public import Customers
import ProtocolWords
public import ReplyReading

/// The agent's screen as a value: events go in, effects and a picture come out.
///
/// Knows no socket, no terminal and no clock, so that everything it does can be tested.
/// Its many stored properties are the whole state of a workplace: the picture is a function of it.
public struct Console: Sendable {
    /// What is fixed while it runs.
    public struct Settings: Sendable {
        public let agent: String
        /// Where the server is, for the title.
        public let server: String
        /// Begins the references of everything stored; unlike that of any other console.
        public let referencePrefix: String
        /// Whether the terminal shows nothing but ASCII.
        public let isASCII: Bool
        /// Draws a number for a case that the agent reads out to the caller.
        public let caseNumber: @Sendable () -> String
        /// Seconds east of UTC at a moment.
        public let offset: @Sendable (Moment) -> Int

        public init(
            agent: String, server: String, referencePrefix: String, isASCII: Bool,
            caseNumber: @escaping @Sendable () -> String = CaseNumber.random,
            offset: @escaping @Sendable (Moment) -> Int
        ) {
            self.agent = agent
            self.server = server
            self.referencePrefix = referencePrefix
            self.isASCII = isASCII
            self.caseNumber = caseNumber
            self.offset = offset
        }
    }

    /// What may happen.
    public enum Event: Sendable {
        case connecting
        /// The connection is there; so many calls follow as pops.
        case connected(calls: Int)
        /// Not connected, why, and after how many seconds it is tried again.
        case disconnected(problem: String, seconds: Int)
        case pushed(PushedLine)
        case replied(id: Int, Reply)
        /// A request could not even be queued.
        case refused(id: Int)
        case key(Key)
        /// Several at once; pasted, by a terminal that does not say so.
        case keys([Key], isPaste: Bool)
        /// Time has passed; about once a second.
        case tick(Moment)
    }

    /// What the program is to do.
    public enum Effect: Equatable, Sendable {
        case send(id: Int, lines: [String])
        case bell
        /// Connect now instead of waiting on.
        case hurry
        /// Draw the whole screen anew.
        case redraw
        case quit
    }

    /// How the connection stands.
    enum Link: Equatable {
        case connecting
        case connected
        case waiting(problem: String, until: Moment)
    }

    /// What lies over the card and takes the keys.
    enum Overlay: Equatable {
        case help
        case listing(Listing)
        /// A line of the listing, in full.
        case opened(Opened, Listing)
        case askQuit
        case askDiscard
        case pickComplaint
        case pickText
    }

    /// What a reply is to be used for.
    enum Asked: Equatable {
        case card(key: String)
        case candidates(callID: String)
        case history(key: String)
        case entry(key: String, kind: String, reference: String)
        case write(formID: Int)
        case verify(formID: Int)
        case unlink(formID: Int, account: String)
        case find(formID: Int)
        case confirmLink(callID: String)
    }

    /// A line for the agent that goes by itself.
    struct Message: Equatable {
        let text: String
        let severity: Severity
        let at: Moment
    }

    /// Texts that are kept at once.
    static let formLimit = 20
    /// How often the card on the screen is asked for again: what colleagues write changes it.
    static let refreshSeconds: Int64 = 20
    /// How long a message stays.
    static let messageSeconds: Int64 = 12
    /// Entries of a history that are asked for.
    static let historyEntries = Limits.historyEntries

    // More than fifteen properties: one key or push may change any of them, and all of them make
    // one picture. What has rules of its own is a type: CallList, Form, PhoneCall, Card.
    let settings: Settings
    var now: Moment
    var link = Link.connecting
    var calls = CallList()
    var cards: [String: Card] = [:]
    /// Why there is no card: words for the agent.
    var cardProblems: [String: String] = [:]
    /// Cards that have been asked for, and those asked for again meanwhile.
    var cardsAsked: Set<String> = []
    var cardsStale: Set<String> = []
    /// The call whose card is on the screen.
    var shownID: String?
    /// The call in the list to which the arrows have moved.
    var selectedID: String?
    /// First of the candidates that the digits name.
    var candidateTop = 0
    var forms: [Form] = []
    var openFormID: Int?
    /// The form that was discarded last, for second thoughts.
    var discarded: Form?
    var isPasting = false
    var overlay: Overlay?
    var message: Message?
    var asked: [Int: Asked] = [:]
    var askAgain: [Asked] = []
    var popsExpected = 0
    var hasConnectedBefore = false
    /// The agent has quit and given up what is not stored.
    public private(set) var hasQuit = false
    private var effects: [Effect] = []
    private var lastNumber = 0
    private var lastRefresh: Moment

    public init(_ settings: Settings, now: Moment) {
        self.settings = settings
        self.now = now
        lastRefresh = now
    }

    /// Takes one event in.
    ///
    /// - Returns: what is to be done now, in order.
    public mutating func take(_ event: Event) -> [Effect] {
        effects = []
        switch event {
        case .connecting: link = .connecting
        case .connected(let calls): connected(calls)
        case .disconnected(let problem, let seconds):
            link = .waiting(problem: problem, until: now + Int64(seconds))
        case .pushed(let line): take(line)
        case .replied(let id, let reply): take(reply, for: id)
        case .refused(let id): refuse(id)
        case .key(let key): take([key], isPaste: false)
        case .keys(let keys, let isPaste): take(keys, isPaste: isPaste)
        case .tick(let moment): tick(moment)
        }
        return effects
    }

    /// What to show on a terminal of this size.
    public func screen(rows: Int, columns: Int) -> Canvas {
        Picture(self, rows: rows, columns: columns).drawn()
    }

    var shown: PhoneCall? { shownID.flatMap { calls[$0] } }
    /// The call that the agent speaks on, where another card is on the screen.
    var answeredElsewhere: PhoneCall? {
        calls.answered.flatMap { $0.id == shownID ? nil : $0 }
    }
    var openForm: Form? { openFormID.flatMap { id in forms.first { $0.id == id } } }
    var time: LocalTime { LocalTime(offset: settings.offset, now: now) }
    /// Texts that are not on the screen.
    var keptForms: [Form] { forms.filter { $0.id != openFormID } }

    mutating func leave() {
        hasQuit = true
        effect(.quit)
    }

    mutating func effect(_ effect: Effect) { effects.append(effect) }

    mutating func say(_ text: String, _ severity: Severity = .normal) {
        message = Message(text: text, severity: severity, at: now)
    }

    /// Tells the agent what has gone wrong outside; it stays until something else is told.
    public mutating func warn(_ text: String) { say(text, .alarm) }

    /// A number that this console has not used before.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func send(_ lines: [String], for purpose: Asked) {
        let id = nextNumber()
        asked[id] = purpose
        effects.append(.send(id: id, lines: lines))
    }

    /// Asks for a card; when it is on its way already, once more behind it.
    mutating func askCard(_ key: String) {
        guard cardsAsked.insert(key).inserted else {
            cardsStale.insert(key)
            return
        }
        send(["CARD \(key)"], for: .card(key: key))
    }

    private mutating func tick(_ moment: Moment) {
        now = moment
        if let message, now - message.at > Self.messageSeconds, message.severity != .alarm {
            self.message = nil
        }
        guard link == .connected else { return }
        let again = askAgain
        askAgain = []
        for purpose in again { ask(purpose) }
        guard now - lastRefresh >= Self.refreshSeconds else { return }
        lastRefresh = now
        if let key = shown?.customer?.key { askCard(key) }
    }

    /// Asks for something to look at, not for a write.
    mutating func ask(_ purpose: Asked) {
        switch purpose {
        case .card(let key): askCard(key)
        case .candidates(let id):
            guard let number = calls[id]?.caller.number else { return }
            send(["MATCHES \(number)"], for: purpose)
        case .history(let key): send(["HISTORY \(key) \(Self.historyEntries)"], for: purpose)
        case .entry(let key, _, let reference):
            send(["HISTORY \(key) reference=\(FormRequest.quoted(reference))"], for: purpose)
        case .write, .verify, .unlink, .find, .confirmLink: break
        }
    }

    /// Forgets what the server has said of customers who are on no call any more.
    mutating func forgetCards() {
        let kept =
            calls.calls.filter { $0.isLive || $0.id == shownID }.compactMap(\.customer?.key)
            + forms.compactMap(\.customer?.key)
        cards = cards.filter { kept.contains($0.key) }
        cardProblems = cardProblems.filter { kept.contains($0.key) }
    }
}
