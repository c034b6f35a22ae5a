public import Customers

/// What of a complaint decides whether it counts.
public struct ComplaintEvent: Hashable, Sendable {
    public let receivedAt: Moment
    public let status: Complaint.Status
    /// `nil`: not decided, or not told.
    public let isUpheld: Bool?

    public init(receivedAt: Moment, status: Complaint.Status, isUpheld: Bool? = nil) {
        self.receivedAt = receivedAt.withinReach
        self.status = status
        self.isUpheld = isUpheld
    }

    public init(_ complaint: Complaint) {
        self.init(
            receivedAt: complaint.receivedAt, status: complaint.status,
            isUpheld: complaint.isUpheld)
    }
}

/// Whether a complaint counts, and why.
///
/// "Received in the last 365 days" is `now - 365 d < received <= now`: a case counts in the
/// second in which it is received and no more in the second 365 * 86,400 later. The days are
/// of 86,400 seconds, so neither a leap day nor a change of clocks moves the hour.
///
/// - Source: `Sources/DECISIONS.md`, "Complaints".
public enum ComplaintVerdict: Hashable, Sendable {
    /// Settled, received within the window, which it leaves at `until`.
    case countsAsRecent(until: Moment)
    /// Not settled; counts whatever its age.
    case countsAsOpen
    case leftWindow(at: Moment)
    /// The same case as another one.
    case merged
    case loggedInError
    /// Dated in the future: a clock ahead of ours or a slip of the pen.
    case notYetReceived(until: Moment)

    public init(_ complaint: ComplaintEvent, at now: Moment, rules: CountRules) {
        let leaves = complaint.receivedAt + rules.complaintWindow
        switch complaint.status {
        case .merged: self = .merged
        case .error: self = .loggedInError
        case .open, .closed:
            if complaint.receivedAt > now {
                self = .notYetReceived(until: complaint.receivedAt)
            } else if complaint.status == .open {
                self = .countsAsOpen
            } else {
                self = leaves > now ? .countsAsRecent(until: leaves) : .leftWindow(at: leaves)
            }
        }
    }

    public var counts: Bool {
        switch self {
        case .countsAsRecent, .countsAsOpen: true
        case .leftWindow, .merged, .loggedInError, .notYetReceived: false
        }
    }

    /// When the verdict changes though nothing is written.
    public var nextChange: Moment? {
        switch self {
        case .countsAsRecent(let until), .notYetReceived(let until): until
        case .countsAsOpen, .leftWindow, .merged, .loggedInError: nil
        }
    }
}
