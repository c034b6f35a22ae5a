public import Customers

/// A customer's complaints at one moment.
public struct ComplaintFigure: Hashable, Sendable {
    /// Received within the window, plus older ones still open.
    public private(set) var count = 0
    /// How many are not settled.
    public private(set) var open = 0
    /// When the oldest of the open ones was received.
    public private(set) var oldestOpen: Moment?
    /// How many of those that count were upheld.
    public private(set) var upheld = 0
    /// All cases ever, without merged ones, errors and those dated in the future.
    public private(set) var lifetime = 0
    /// The figure stays as it is until this moment, unless something is written.
    public private(set) var nextChange: Moment?

    /// The figure of a customer without complaints.
    public init() {}

    /// - Parameter complaints: in any order.
    public init(_ complaints: [ComplaintEvent], at now: Moment, rules: CountRules) {
        for complaint in complaints { add(complaint, at: now, rules: rules) }
    }

    public init(_ complaints: [Complaint], at now: Moment, rules: CountRules) {
        for complaint in complaints { add(ComplaintEvent(complaint), at: now, rules: rules) }
    }

    /// Takes one more complaint into account, all at the same moment by the same rules.
    public mutating func add(_ complaint: ComplaintEvent, at now: Moment, rules: CountRules) {
        let verdict = ComplaintVerdict(complaint, at: now, rules: rules)
        nextChange.bringForward(to: verdict.nextChange)
        switch verdict {
        case .countsAsRecent:
            lifetime += 1
        case .countsAsOpen:
            lifetime += 1
            open += 1
            oldestOpen.bringForward(to: complaint.receivedAt)
        case .leftWindow:
            lifetime += 1
        case .merged, .loggedInError, .notYetReceived:
            break
        }
        guard verdict.counts else { return }
        count += 1
        if complaint.isUpheld == true { upheld += 1 }
    }
}
