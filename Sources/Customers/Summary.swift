/// How valuable a customer is overall: 1 (least) to 5 (most).
public struct OverallValue: Hashable, Comparable, Sendable {
    public let grade: UInt8

    /// - Returns: `nil` outside `1 ... 5`.
    public init?(_ grade: Int) {
        guard (1...5).contains(grade) else { return nil }
        self.grade = UInt8(grade)
    }

    public static func < (left: OverallValue, right: OverallValue) -> Bool {
        left.grade < right.grade
    }
}

/// The four figures and what stands beside them, as of one moment.
public struct Figures: Hashable, Sendable {
    /// `nil`: not rated.
    public var value: OverallValue?
    /// Cases received in the last 365 days, plus older ones still open.
    public var complaints: Int
    /// How many cases are open now.
    public var openComplaints: Int
    /// Distinct other customers who named this one and have qualified, ever.
    public var referrals: Int
    /// Unplanned losses of service of more than 5 minutes in the last 365 days, plus one under way.
    public var interruptions: Int
    /// When the interruption under way began; `nil` when there is none.
    public var interruptedSince: Moment?

    public init(
        value: OverallValue? = nil, complaints: Int = 0, openComplaints: Int = 0,
        referrals: Int = 0, interruptions: Int = 0, interruptedSince: Moment? = nil
    ) {
        self.value = value
        self.complaints = complaints
        self.openComplaints = openComplaints
        self.referrals = referrals
        self.interruptions = interruptions
        self.interruptedSince = interruptedSince
    }
}

/// What the index keeps of one customer: enough for the answer to `LOOKUP`.
public struct Summary: Equatable, Sendable {
    /// One of the customer's numbers.
    public struct Number: Hashable, Sendable {
        public var number: PhoneNumber
        public var role: NumberRole
        /// Linked by an agent and not confirmed yet.
        public var isProvisional: Bool

        @inlinable
        public init(_ number: PhoneNumber, _ role: NumberRole, isProvisional: Bool = false) {
            self.number = number
            self.role = role
            self.isProvisional = isProvisional
        }
    }

    public var id: CustomerID
    public var account: Account
    /// As stored; may hold any character.
    public var name: String
    public var kind: CustomerKind
    public var state: CustomerState
    public var figures: Figures
    /// Every number that could be read, each once.
    public var numbers: [Number]

    public init(
        id: CustomerID, account: Account, name: String, kind: CustomerKind, state: CustomerState,
        figures: Figures, numbers: [Number]
    ) {
        self.id = id
        self.account = account
        self.name = name
        self.kind = kind
        self.state = state
        self.figures = figures
        self.numbers = numbers
    }
}

/// Which sources of facts have been loaded at all.
///
/// A figure whose source was never loaded is unknown (`-`), which is not the same as 0.
public struct LoadedSources: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    // Computed, so that asking for one on the lookup path is a test of a bit.
    @inlinable public static var complaints: LoadedSources { LoadedSources(rawValue: 1) }
    @inlinable public static var referrals: LoadedSources { LoadedSources(rawValue: 2) }
    @inlinable public static var interruptions: LoadedSources { LoadedSources(rawValue: 4) }
    public static let all: LoadedSources = [.complaints, .referrals, .interruptions]
}
