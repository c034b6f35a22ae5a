import AsteriskManager
import Customers

extension CallChange {
    /// A line for people, its columns in the order of what they look for.
    var line: String {
        switch self {
        case .arrive(let call, let caller): "\(call)  arrives from \(caller.words)"
        case .ring(let call, let agent, let caller):
            "\(call)  rings at \(agent.text), from \(caller.words)"
        case .withdraw(let call, let agent): "\(call)  is no more at \(agent.text)"
        case .answer(let call, let agent): "\(call)  is answered by \(agent.text)"
        case .transfer(let call, let agent): "\(call)  goes to \(agent.text)"
        case .hangUp(let call): "\(call)  is over"
        }
    }
}

extension CallerNumber {
    fileprivate var words: String {
        switch self {
        case .number(let text): text
        case .withheld: "a number that is withheld"
        case .unknown: "nobody knows where"
        }
    }
}
