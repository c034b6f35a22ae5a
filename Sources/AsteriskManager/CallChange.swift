public import Customers

/// Something that has happened to a call, as far as consoles have to know it.
///
/// `call` is the caller's `linkedid` as Asterisk gave it when the call came in. What is repeated
/// changes nothing.
public enum CallChange: Equatable, Sendable {
    /// A call has come in, or its caller's number is known only now.
    case arrive(call: String, caller: CallerNumber)
    /// A phone rings with it; again with another number where that is known only now.
    case ring(call: String, agent: Agent, caller: CallerNumber)
    /// It rings there no more and nobody has answered it, or the agent has left and others stay.
    case withdraw(call: String, agent: Agent)
    /// The agent speaks with the caller; whoever it rang at besides has lost it.
    case answer(call: String, agent: Agent)
    /// It goes from those who spoke to this agent, where it rings or is answered.
    case transfer(call: String, agent: Agent)
    /// The caller is gone.
    case hangUp(call: String)

    /// Whose change it is.
    public var call: String {
        switch self {
        case .arrive(let call, _), .ring(let call, _, _), .withdraw(let call, _),
            .answer(let call, _), .transfer(let call, _), .hangUp(let call):
            call
        }
    }
}

/// What Asterisk says of a caller's number.
public enum CallerNumber: Equatable, Sendable {
    /// As it came, to be read by whoever knows the country.
    case number(String)
    /// The caller does not want it to be shown.
    case withheld
    /// There is none.
    case unknown
}
