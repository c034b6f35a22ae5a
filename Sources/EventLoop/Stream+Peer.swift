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

    /// The machine or the user on the other side, as far as limits tell them apart.
    ///
    /// A system call: ask early and keep it.
    public var peerHost: PeerHost {
        if isClosed { return .gone }
        guard handle.isTCP else { return peerProcess.map { .user($0.user) } ?? .gone }
        guard let endpoint = peerEndpoint, case .tcp(let host, _) = endpoint else { return .gone }
        return endpoint.isLoopback ? .loopback : .address(host)
    }

    /// Whether the other side has closed or reset the connection; wraps `poll(2)`.
    ///
    /// A peer that has only ended its sending is not gone.
    public var isPeerGone: Bool {
        guard !isClosed, let descriptor = handle.descriptor else { return true }
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        guard unsafe poll(&state, 1, 0) > 0 else { return false }
        return Int32(state.revents) & (POLLERR | POLLHUP) != 0
    }

    /// Tells a TCP peer at once that its bytes have come: one that sends another small piece only
    /// when it knows (Nagle) would wait 40 ms where we have nothing to say.
    ///
    /// Wraps `TCP_QUICKACK` of `tcp(7)`.
    public func acknowledge() {
        guard !isClosed, handle.isTCP, let descriptor = handle.descriptor else { return }
        var isQuick: CInt = 1
        _ = unsafe setsockopt(
            descriptor, CInt(IPPROTO_TCP), TCP_QUICKACK, &isQuick,
            socklen_t(MemoryLayout<CInt>.size))
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
