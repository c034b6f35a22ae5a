import CLibUV
import Glibc

/// A listening socket: IPv4, IPv6 or Unix-domain.
///
/// Dropping the last reference closes it and removes a Unix-domain socket's
/// file. Accepted streams live on.
@safe
public final class Listener {
    /// What is actually bound: with the port that the system chose if 0 was asked for.
    public let endpoint: Endpoint

    /// Called when a connection was lost before `onAccept` could see it.
    public var onFailure: (LoopError) -> Void = { _ in }

    /// How long connections are taken in one turn; the others wait for the next one, so that a
    /// crowd at the door does not hold up those who are in.
    private static let nanosecondsPerTurn: UInt64 = 50_000

    private var handle: OwnedHandle
    private var onAccept: (Stream) -> Void
    /// When the first connection of this turn was taken, or about to be.
    private var turnBegan: UInt64 = 0
    /// `loop.now` at that time.
    private var turn: UInt64 = 0
    /// Takes the connection that had to wait.
    private var nextTurn: SlicedWork?

    /// Binds and listens.
    ///
    /// An IPv6 listener takes no IPv4 connections. The file of a Unix-domain
    /// socket on which nobody listens any more is replaced; any other file in
    /// its place is left alone and gives `EADDRINUSE`.
    ///
    /// - Parameters:
    ///   - endpoint: port 0 asks the system for a free port.
    ///   - backlog: connections the kernel may hold before `onAccept` sees
    ///     them; it cuts the number to `net.core.somaxconn`.
    ///   - keepAlive: idle time, in whole seconds, after which the kernel asks
    ///     a TCP peer whether it is still there; `nil` never asks.
    ///   - onAccept: takes each new connection, which is already reading. A
    ///     stream that it does not keep closes at once.
    /// - Throws: `EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`, `ENAMETOOLONG` and what else
    ///   `bind(2)` and `listen(2)` name.
    public init(
        on loop: Loop, endpoint: Endpoint, backlog: Int32 = 4096,
        keepAlive: Duration? = .seconds(60), onAccept: @escaping (Stream) -> Void
    ) throws(LoopError) {
        self.onAccept = onAccept
        handle = try Self.bind(to: endpoint, on: loop)
        self.endpoint = Self.boundEndpoint(of: handle) ?? endpoint
        try handle.tuneTCP(keepAlive: keepAlive)
        handle.callBack(self)
        nextTurn = try SlicedWork(on: loop) { [unowned self] in
            turnBegan = Loop.monotonicNanoseconds
            takeNext()
            return false
        }
        // libuv reports some errors of bind only here, EADDRINUSE among them.
        try LoopError.check(
            unsafe uv_listen(handle.stream, backlog) { raw, status in
                unsafe Listener.didConnect(raw, status)
            })
    }

    /// Who of this machine may connect to a Unix-domain socket; nothing for TCP. Wraps `chmod(2)`.
    ///
    /// - Parameter isForEverybody: all users, or the owner and the group alone.
    public func admit(isForEverybody: Bool) {
        guard case .unix(let path) = endpoint else { return }
        _ = unsafe chmod(path, isForEverybody ? 0o666 : 0o660)
    }

    /// Stops listening now; no callback arrives afterwards.
    ///
    /// Harmless when repeated.
    public func close() {
        handle.close()
        nextTurn?.close()
        onAccept = { _ in }
        onFailure = { _ in }
    }

    /// Wraps `uv_tcp_bind` and `uv_pipe_bind`.
    private static func bind(
        to endpoint: Endpoint, on loop: Loop
    ) throws(LoopError) -> OwnedHandle {
        switch endpoint {
        case .tcp(let host, let port):
            let handle = try OwnedHandle.socket(isTCP: true, on: loop)
            let tcp = unsafe handle.tcp
            try unsafe Endpoint.withSocketAddress(host: host, port: port) { address, isVersion6 in
                unsafe uv_tcp_bind(tcp, address, isVersion6 ? UV_TCP_IPV6ONLY.rawValue : 0)
            }
            return handle
        case .unix(let path):
            guard path.utf8.count <= Endpoint.pathByteLimit else {
                throw LoopError(UV_ENAMETOOLONG)  // libuv would cut it short.
            }
            StaleSocket.remove(at: path)
            let handle = try OwnedHandle.socket(isTCP: false, on: loop)
            try LoopError.check(unsafe uv_pipe_bind(handle.pipe, path))
            return handle
        }
    }

    /// Wraps `uv_tcp_getsockname`; a Unix-domain socket is bound as asked.
    private static func boundEndpoint(of handle: borrowing OwnedHandle) -> Endpoint? {
        guard handle.isTCP else { return nil }
        let tcp = unsafe handle.tcp
        return unsafe Endpoint { unsafe uv_tcp_getsockname(tcp, $0, $1) }
    }

    private static func didConnect(_ raw: UnsafeMutablePointer<uv_stream_t>?, _ status: CInt) {
        guard let listener = unsafe calledBack(Listener.self, by: raw) else { return }
        withExtendedLifetime(listener) {
            if status < 0 {
                listener.onFailure(LoopError(status))
            } else if listener.isCrowded {
                // libuv takes no other one before this one is accepted.
                listener.nextTurn?.start()
            } else {
                listener.takeNext()
            }
        }
    }

    /// Whether those that have come in this turn, or in turns of the same millisecond, have taken
    /// so long that the next one has to wait.
    private var isCrowded: Bool {
        let now = Loop.monotonicNanoseconds
        if turn != handle.loop.now { (turn, turnBegan) = (handle.loop.now, now) }
        return now - turnBegan >= Self.nanosecondsPerTurn
    }

    private func takeNext() {
        guard handle.isOpen else { return }
        do throws(LoopError) {
            onAccept(try accept())
        } catch {
            onFailure(error)
        }
    }

    /// Wraps `uv_accept`.
    private func accept() throws(LoopError) -> Stream {
        let socket = try OwnedHandle.socket(isTCP: handle.isTCP, on: handle.loop)
        try LoopError.check(unsafe uv_accept(handle.stream, socket.stream))
        return try Stream(adopting: socket)
    }
}
