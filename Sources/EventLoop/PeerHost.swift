/// The machine or the user on the other side of a connection, as far as limits and rights tell them
/// apart.
public enum PeerHost: Hashable, Sendable {
    /// This machine: all its own addresses are one, because anybody here may call from any of them.
    case loopback
    /// Another machine's address, in the usual spelling.
    case address(String)
    /// A user of this machine at a Unix-domain socket.
    case user(UInt32)
    /// The connection broke before anybody asked.
    case gone
}

extension PeerHost: CustomStringConvertible {
    public var description: String {
        switch self {
        case .loopback: "loopback"
        case .address(let address): address
        case .user(let user): "user \(user)"
        case .gone: "gone"
        }
    }
}
