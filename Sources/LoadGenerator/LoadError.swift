public import EventLoop
public import SecureChannel

/// Why a load cannot run, or ended early.
public enum LoadError: Error, Equatable, Sendable {
    /// A count of the plan that is not from 1 to `limit`.
    case outOfRange(name: String, value: Int, limit: Int)
    /// There is nothing to ask for.
    case noNumbers
    /// A number, counted from 1, that no request can carry.
    case badNumber(position: Int, byteLimit: Int)
    case cannotConnect(ServerAddress, String)
    /// The system gives no loop or no timer.
    case noLoop(LoopError)
    /// The server ended a connection, with its last words.
    case closed(ServerAddress, lastLine: String?)
    /// Requests are under way, and nothing comes back.
    case silent(ServerAddress, seconds: Int)
}

extension LoadError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let limit):
            "\(name) must be from 1 to \(limit), not \(value)"
        case .noNumbers: "no numbers to ask for"
        case .badNumber(let position, let byteLimit):
            "number \(position) has more than \(byteLimit) bytes "
                + "or a control character"
        case .noLoop(let error): "the event loop does not start: \(error)"
        case .cannotConnect(let address, let reason):
            "no server at \(address) (\(reason)); start screenpopd or name another with --server"
        case .closed(let endpoint, let line):
            "\(endpoint) closed the connection" + (line.map { " and said: \($0)" } ?? "")
        case .silent(let endpoint, let seconds): "no reply from \(endpoint) for \(seconds) s"
        }
    }
}
