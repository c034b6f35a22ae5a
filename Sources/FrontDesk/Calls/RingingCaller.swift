public import Customers
public import Switchboard

/// Who calls, as consoles are shown it.
public struct RingingCaller: CallSubject {
    /// The number as the telephony system gave it, to be looked up again when facts change.
    public let received: Received
    public let number: PhoneNumber?
    public let customers: [CustomerID]
    /// The lookup's answer.
    public let result: LookupResult

    /// A caller of whom there is no number to look up.
    init(_ received: Received, _ problem: NoNumber) {
        self.received = received
        number = nil
        customers = []
        result = .noNumber(problem)
    }

    /// A caller who was looked for.
    init(_ received: Received, _ findings: Findings, _ sources: LoadedSources) {
        self.received = received
        number = findings.number
        customers = findings.concerned
        result = findings.result(sources)
    }

    /// A caller who cannot be looked for yet: the index is not there.
    init(notYet received: Received, _ caller: Caller) {
        self.received = received
        number = caller.number
        customers = []
        result = .notYet(caller.number)
    }

    /// Whether it could not be looked for yet.
    var isFromBefore: Bool { if case .notYet = result { true } else { false } }
}

/// A switchboard for callers.
public typealias CallBoard = Switchboard<RingingCaller>

/// What became of an announced call.
public struct Announced: Equatable, Sendable {
    /// Why a call shows nowhere though it was to.
    public enum Absence: Equatable, Sendable {
        /// Somebody speaks with the caller already.
        case isAnswered
        /// As many calls are under way as may be.
        case noRoom
        /// The call is at as many agents as may be.
        case tooManyAgents
    }

    /// Who calls: the call's caller, where a repeat says less.
    public let result: LookupResult
    /// `nil`: it is where it was to be.
    public let absence: Absence?

    init(_ result: LookupResult, _ absence: Absence? = nil) {
        self.result = result
        self.absence = absence
    }
}

extension Announced.Absence {
    init(_ refusal: SwitchboardRefusal) {
        switch refusal {
        case .isAnswered: self = .isAnswered
        case .tooManyAgents: self = .tooManyAgents
        case .noRoom, .noCall, .tooManyWatchers: self = .noRoom
        }
    }
}
