import Glibc

/// A socket that listens on this machine, for servers that a test plays.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let port: UInt16

    /// - Parameter wanted: 0 for a free port.
    init(port wanted: UInt16 = 0) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        _ = unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(4))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, size) + listen(listener, 8)
                    + getsockname(listener, $0, &size)
            }
        }
        guard status == 0 else { throw SocketClient.Failure(call: "listen", number: errno) }
        descriptor = listener
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a client; less than zero: nobody listens any more.
    func take() -> Int32 { accept(descriptor, nil, nil) }

    /// Listens no more; whoever waits is told.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}
