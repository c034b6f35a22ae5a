import CLibUV
import Glibc

extension Stream {
    /// The other side's address, or `nil` on a Unix-domain socket and after the connection broke.
    ///
    /// Wraps `uv_tcp_getpeername`, a system call: ask early and keep it.
    public var peerEndpoint: Endpoint? {
        guard !isClosed, handle.isTCP else { return nil }
        let tcp = unsafe handle.tcp
        return unsafe Endpoint { unsafe uv_tcp_getpeername(tcp, $0, $1) }
    }

    /// The other side in words, for a log: `127.0.0.1:40112` or `unix (process 12, user 0)`.
    ///
    /// A system call: ask early and keep it.
    public var peer: String {
        if isClosed { return "closed" }
        if handle.isTCP { return peerEndpoint?.description ?? "disconnected" }
        guard let process = peerProcess else { return "unix" }
        return "unix (process \(process.id), user \(process.user))"
    }

    /// Who connected to a Unix-domain socket, as the kernel noted it; `nil` for TCP.
    ///
    /// Wraps `getsockopt(SO_PEERCRED)`.
    public var peerProcess: (id: Int32, user: UInt32)? {
        guard !isClosed, !handle.isTCP, let descriptor = handle.descriptor else { return nil }
        // The shape of `struct ucred`, which Glibc shows only to GNU sources.
        var credentials: (process: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: credentials))
        let status = unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
        return status == 0 ? (credentials.process, credentials.user) : nil
    }
}
