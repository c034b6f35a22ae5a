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
}

/// A switchboard for callers.
public typealias CallBoard = Switchboard<RingingCaller>
