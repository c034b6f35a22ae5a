import Customers

/// A call on the agent's screen, or one that was.
///
///     ringing ──> answered ──> ended
///        |            '──> passed on          closed: the agent has put the card away
///        '──> taken by somebody else, or rings no more here
struct PhoneCall: Equatable {
    enum Stage: Equatable {
        case ringing
        case answered
        case ended
        case taken(by: String)
        /// It rings no more here, or the agent has left a conference.
        case withdrawn
        case passedOn(to: String)
        /// No call: the agent has looked a customer up.
        case lookedUp
    }

    let id: String
    var caller: Caller
    var stage = Stage.ringing
    /// Who hands the call over.
    var from: String?
    /// When the call began, here or anywhere.
    var rangAt: Moment
    var answeredAt: Moment?
    var endedAt: Moment?
    /// Whom the agent has chosen where the number says nobody, several or somebody else.
    var chosen: Customer?
    /// Customers who share the number.
    var candidates: [Candidate] = []
    /// Not named again yet since the connection is back.
    var isUnconfirmed = false
    /// The agent has closed the card.
    var isClosed = false

    var customer: Customer? { chosen ?? caller.customer }
    var isLive: Bool { stage == .ringing || stage == .answered }

    /// What the queue says: a word that needs no colour.
    var word: String {
        switch stage {
        case .ringing: from.map { "RINGS from \($0)" } ?? "RINGS"
        case .answered: "SPEAKING"
        case .ended: answeredAt == nil ? "missed" : "ended"
        case .taken(let agent): "taken by \(agent)"
        case .withdrawn: answeredAt == nil ? "rings no more" : "left"
        case .passedOn(let agent): "passed to \(agent)"
        case .lookedUp: "looked up"
        }
    }

    var style: Style {
        switch stage {
        case .ringing: Style(colour: .yellow, isBold: true)
        case .answered: Style(colour: .green, isBold: true)
        case .ended where answeredAt == nil: .bold
        case .ended, .taken, .withdrawn, .passedOn, .lookedUp: .plain
        }
    }
}

/// One of the customers who share a number.
struct Candidate: Equatable {
    let customer: Customer
    let figures: Figures
    let kind: String
    let state: String
    /// Whose number it is: `third-party` is not the customer's own.
    let role: String
}

/// The calls of the day, the newest first.
struct CallList {
    /// Calls that are kept; the oldest that is neither live nor kept by the caller goes.
    static let limit = 100

    private(set) var calls: [PhoneCall] = []

    subscript(id: String) -> PhoneCall? {
        get { calls.first { $0.id == id } }
        set {
            guard let index = calls.firstIndex(where: { $0.id == id }) else { return }
            if let newValue { calls[index] = newValue } else { calls.remove(at: index) }
        }
    }

    /// - Parameter isKept: whether a text waits for this call.
    mutating func add(_ call: PhoneCall, unless isKept: (PhoneCall) -> Bool) {
        calls.removeAll { $0.id == call.id }
        calls.insert(call, at: 0)
        guard calls.count > Self.limit else { return }
        if let index = calls.lastIndex(where: { !$0.isLive && !isKept($0) }) {
            calls.remove(at: index)
        }
    }

    mutating func updateAll(_ change: (inout PhoneCall) -> Void) {
        for index in calls.indices { change(&calls[index]) }
    }

    /// In the order of the screen: those that ring are never below others.
    var listed: [PhoneCall] {
        calls.filter { $0.stage == .ringing } + calls.filter { $0.stage != .ringing }
    }

    /// The call that waits longest among those that ring.
    var firstRinging: PhoneCall? { calls.last { $0.stage == .ringing } }
    var answered: PhoneCall? { calls.first { $0.stage == .answered } }
}
