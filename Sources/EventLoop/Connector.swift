import CLibUV

/// One attempt to connect to an endpoint.
///
/// Dropping the last reference before the completion gives the attempt up, and
/// nothing is called. There is no time limit but the kernel's (minutes): hold
/// a `Timer` beside it.
@safe
public final class Connector {
    private var handle: OwnedHandle?
    private var completion: ((Result<Stream, LoopError>) -> Void)?
    private let keepAlive: Duration?

    /// Starts to connect; wraps `uv_tcp_connect` and `uv_pipe_connect`.
    ///
    /// - Parameters:
    ///   - source: the address of this machine to connect from, over TCP; wraps `uv_tcp_bind`.
    ///   - keepAlive: as for `Listener`.
    ///   - completion: called once, never before this returns. A stream that it
    ///     does not keep closes at once.
    /// - Throws: `EINVAL` for a host that is no address, `ENAMETOOLONG`, or what the
    ///   system says without waiting.
    public init(
        to endpoint: Endpoint, from source: String? = nil, on loop: Loop,
        keepAlive: Duration? = .seconds(60),
        completion: @escaping (Result<Stream, LoopError>) -> Void
    ) throws(LoopError) {
        self.keepAlive = keepAlive
        self.completion = completion
        let socket: OwnedHandle
        switch endpoint {
        case .tcp(let host, let port):
            socket = try OwnedHandle.socket(isTCP: true, on: loop)
            if let source { try Self.bind(socket, to: source) }
            try Self.connect(socket, host: host, port: port)
        case .unix(let path):
            guard path.utf8.count <= Endpoint.pathByteLimit else {
                throw LoopError(UV_ENAMETOOLONG)  // libuv would cut it short.
            }
            socket = try OwnedHandle.socket(isTCP: false, on: loop)
            let request = unsafe Self.makeRequest()
            unsafe uv_pipe_connect(request, socket.pipe, path) {
                unsafe Connector.didConnect($0, $1)
            }
        }
        socket.callBack(self)
        handle = consume socket
    }

    /// Gives up now; the completion is not called.
    ///
    /// Harmless when repeated.
    public func cancel() {
        handle = nil
        completion = nil
    }

    private static func bind(
        _ socket: borrowing OwnedHandle, to source: String
    ) throws(LoopError) {
        let tcp = unsafe socket.tcp
        try unsafe Endpoint.withSocketAddress(host: source, port: 0) { address, _ in
            unsafe uv_tcp_bind(tcp, address, 0)
        }
    }

    private static func connect(
        _ socket: borrowing OwnedHandle, host: String, port: UInt16
    ) throws(LoopError) {
        let request = unsafe makeRequest()
        let tcp = unsafe socket.tcp
        do throws(LoopError) {
            try unsafe Endpoint.withSocketAddress(host: host, port: port) { address, _ in
                unsafe uv_tcp_connect(request, tcp, address) {
                    unsafe Connector.didConnect($0, $1)
                }
            }
        } catch {
            unsafe request.deallocate()  // libuv will not call back.
            throw error
        }
    }

    /// Belongs to libuv until `didConnect`, also when the connector goes first.
    private static func makeRequest() -> UnsafeMutablePointer<uv_connect_t> {
        let request = UnsafeMutablePointer<uv_connect_t>.allocate(capacity: 1)
        unsafe request.initialize(to: uv_connect_t())
        return unsafe request
    }

    private static func didConnect(_ request: UnsafeMutablePointer<uv_connect_t>?, _ status: CInt) {
        let raw = unsafe request!.pointee.handle
        unsafe request!.deallocate()
        guard let connector = unsafe calledBack(Connector.self, by: raw) else { return }
        withExtendedLifetime(connector) { connector.complete(status) }
    }

    private func complete(_ status: CInt) {
        guard let socket = handle.take(), let completion else { return }
        self.completion = nil
        do throws(LoopError) {
            try LoopError.check(status)
            try socket.tuneTCP(keepAlive: keepAlive)
            completion(.success(try Stream(adopting: socket)))
        } catch {
            completion(.failure(error))
        }
    }
}

extension Stream {
    /// Connects to `endpoint`; keep the `Connector` until the completion.
    public static func connect(
        to endpoint: Endpoint, from source: String? = nil, on loop: Loop,
        keepAlive: Duration? = .seconds(60),
        completion: @escaping (Result<Stream, LoopError>) -> Void
    ) throws(LoopError) -> Connector {
        try Connector(
            to: endpoint, from: source, on: loop, keepAlive: keepAlive, completion: completion)
    }
}
