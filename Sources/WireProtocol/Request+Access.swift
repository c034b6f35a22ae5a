import Customers
import ProtocolWords

/// Requests about who asks.
extension Request {
    static func signIn(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let name = try arguments.requiredWord()
        guard let token = arguments.nextWord() else { throw .missingArgument }
        guard token.count <= Limits.tokenBytes else { throw .badArgument }
        return .signIn(name: name, token: token)
    }

    static func act(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let name = try arguments.requiredWord()
        return .act(client: name == "-" ? nil : name)
    }

    static func unmask(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let reason = arguments.text(try arguments.rest())
        guard !reason.isEmpty else { throw .missingArgument }
        return .unmask(customer, reason: reason)
    }
}
