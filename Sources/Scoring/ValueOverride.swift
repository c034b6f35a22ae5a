public import Customers

/// A value that a supervisor set by hand.
public struct ValueOverride: Hashable, Sendable {
    public var value: OverallValue
    public var reason: String
    public var author: String
    public var setAt: Moment
    /// From this moment on it is no more in force; `nil`: until it is taken back.
    public var expiresAt: Moment?

    public init(
        value: OverallValue, reason: String, author: String = "", setAt: Moment,
        expiresAt: Moment? = nil
    ) {
        self.value = value
        self.reason = reason
        self.author = author
        self.setAt = setAt
        self.expiresAt = expiresAt
    }

    /// In force from being written, whatever `setAt` says: the writer's clock may be ahead.
    public func isInForce(at now: Moment) -> Bool { expiresAt.map { now < $0 } ?? true }
}

/// The value to show, and where it comes from.
public struct ValueStanding: Hashable, Sendable {
    /// Why the value is what it is.
    public enum Origin: Hashable, Sendable {
        /// The customer objects to profiling; that beats a value set by hand, too, because such
        /// a value is as much a judgement of the person.
        ///
        /// - Source: GDPR Art. 21; `Sources/DECISIONS.md`, "The value".
        case objection
        case overridden
        /// As computed; not rated where too little is known or nothing was computed yet.
        case computed
    }

    /// `nil`: not rated.
    public let value: OverallValue?
    public let origin: Origin
    /// When an override expires; the value is again the computed one from then on.
    public let nextChange: Moment?

    public init(
        computed: OverallValue?, override: ValueOverride?, objectsToProfiling: Bool, at now: Moment
    ) {
        if objectsToProfiling {
            (value, origin, nextChange) = (nil, .objection, nil)
        } else if let override, override.isInForce(at: now) {
            (value, origin, nextChange) = (override.value, .overridden, override.expiresAt)
        } else {
            (value, origin, nextChange) = (computed, .computed, nil)
        }
    }
}
