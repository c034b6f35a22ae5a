public import EventLoop
public import ReplyReading

/// Why a request got no reply.
public enum ClientError: Error, Equatable, Sendable {
    case cannotConnect(Endpoint, LoopError)
    case timedOut(Endpoint)
    /// The server ended the connection before it had replied.
    case closed(Endpoint)
    /// What came is no reply of this protocol.
    case notUnderstood(String)
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotConnect(let endpoint, let error):
            "no server at \(endpoint) (\(error)); start screenpopd or name another with --server"
        case .timedOut(let endpoint): "no reply from \(endpoint) in time"
        case .closed(let endpoint): "\(endpoint) closed the connection"
        case .notUnderstood(let line): "\"\(line)\" is no reply of screenpopd"
        }
    }
}

/// One connection to a server, for programs that ask and wait.
///
/// Belongs to the thread that made it.
public final class Client {
    /// How long to wait for a connection or a reply.
    public static let patience = Duration.seconds(5)

    private let endpoint: Endpoint
    private let loop: Loop
    private let patience: Duration
    private var stream: Stream?
    private var failure: ClientError?
    private var reader = ReplyReader()
    /// What has come and nobody has asked for yet, in order.
    private var unread: [ReplyReader.Message] = []

    public init(
        _ endpoint: Endpoint, patience: Duration = Client.patience
    ) throws(ClientError) {
        self.endpoint = endpoint
        self.patience = patience
        do throws(LoopError) { loop = try Loop() } catch { throw .cannotConnect(endpoint, error) }
        try connect()
    }

    /// Sends one line and waits for its reply.
    ///
    /// - Parameter line: without a line ending.
    public func request(_ line: String) throws(ClientError) -> Reply {
        try send(line)
        switch try nextMessage() {
        case .reply(let reply): return reply
        case .farewell(let line):
            if let reply = Reply(text: [line]) { return reply }
            throw .notUnderstood(line)
        case .json(let line), .notUnderstood(let line): throw .notUnderstood(line)
        case .pushed(let line): throw .notUnderstood(line.word)
        }
    }

    /// Sends one line and returns its reply as it comes: one line, after `FORMAT json`.
    public func requestLine(_ line: String) throws(ClientError) -> String {
        try send(line)
        switch try nextMessage() {
        case .json(let line), .farewell(let line): return line
        case .reply(let reply): throw .notUnderstood(reply.text[0])
        case .notUnderstood(let line): throw .notUnderstood(line)
        case .pushed(let line): throw .notUnderstood(line.word)
        }
    }

    private func connect() throws(ClientError) {
        var outcome: Result<Stream, LoopError>?
        let attempt: Connector
        do throws(LoopError) {
            attempt = try Stream.connect(to: endpoint, on: loop) { [loop] result in
                outcome = result
                loop.stop()
            }
        } catch {
            throw .cannotConnect(endpoint, error)
        }
        defer { attempt.cancel() }
        try wait { outcome != nil }
        switch outcome {
        case .success(let stream): adopt(stream)
        case .failure(let error): throw .cannotConnect(endpoint, error)
        case nil: throw .timedOut(endpoint)
        }
    }

    private func adopt(_ stream: Stream) {
        self.stream = stream
        stream.onBytes = { [unowned self] bytes in
            reader.read(bytes) { unread.append($0) }
            if !unread.isEmpty { loop.stop() }
        }
        stream.onEnd = { [unowned self] _ in
            failure = .closed(endpoint)
            loop.stop()
        }
    }

    private func send(_ line: String) throws(ClientError) {
        do throws(LoopError) {
            try stream?.send(Array("\(line)\r\n".utf8).span)
        } catch {
            throw .closed(endpoint)
        }
    }

    private func nextMessage() throws(ClientError) -> ReplyReader.Message {
        try wait { failure != nil || !unread.isEmpty }
        if unread.isEmpty { throw failure ?? .timedOut(endpoint) }
        return unread.removeFirst()
    }

    /// Runs the loop until `isDone` or until patience is at its end.
    ///
    /// - Throws: when the system gives no timer; without one the wait might never end.
    private func wait(until isDone: () -> Bool) throws(ClientError) {
        var isOver = false
        do throws(LoopError) {
            let timer = try Timer(on: loop) { [loop] in
                isOver = true
                loop.stop()
            }
            defer { timer.close() }
            timer.start(after: patience)
            while !isDone() && !isOver { loop.run() }
        } catch {
            throw .cannotConnect(endpoint, error)
        }
    }
}
