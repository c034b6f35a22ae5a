public import EventLoop
public import Replies

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
    /// Most bytes of one reply that are kept.
    static let replyByteLimit = 16 << 20

    private let endpoint: Endpoint
    private let loop: Loop
    private let patience: Duration
    private var stream: Stream?
    private var failure: ClientError?
    private var unread: [UInt8] = []

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
        var text = [try nextLine()]
        if text[0].hasPrefix("210") {
            while case let line = try nextLine(), line != "." {
                text.append(line.hasPrefix("..") ? String(line.dropFirst()) : line)
            }
        }
        guard let reply = Reply(text: text) else { throw .notUnderstood(text[0]) }
        return reply
    }

    /// Sends one line and returns the next line as it comes; for replies in JSON.
    public func requestLine(_ line: String) throws(ClientError) -> String {
        try send(line)
        return try nextLine()
    }

    private func connect() throws(ClientError) {
        var outcome: Result<Stream, LoopError>?
        do throws(LoopError) {
            let attempt = try Stream.connect(to: endpoint, on: loop) { [loop] result in
                outcome = result
                loop.stop()
            }
            wait { outcome != nil }
            attempt.cancel()
        } catch {
            throw .cannotConnect(endpoint, error)
        }
        switch outcome {
        case .success(let stream): adopt(stream)
        case .failure(let error): throw .cannotConnect(endpoint, error)
        case nil: throw .timedOut(endpoint)
        }
    }

    private func adopt(_ stream: Stream) {
        self.stream = stream
        stream.onBytes = { [unowned self] bytes in
            for index in bytes.indices { unread.append(bytes[index]) }
            if unread.count > Self.replyByteLimit { failure = .closed(endpoint) }
            loop.stop()
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

    private func nextLine() throws(ClientError) -> String {
        wait { failure != nil || unread.contains(0x0A) }
        guard let end = unread.firstIndex(of: 0x0A) else { throw failure ?? .timedOut(endpoint) }
        let line = unread[..<end].last == 0x0D ? unread[..<(end - 1)] : unread[..<end]
        defer { unread.removeFirst(end + 1) }
        return String(decoding: line, as: UTF8.self)
    }

    /// Runs the loop until `isDone` or until patience is at its end.
    private func wait(until isDone: () -> Bool) {
        var isOver = false
        let timer = try? Timer(on: loop) { [loop] in
            isOver = true
            loop.stop()
        }
        timer?.start(after: patience)
        while !isDone() && !isOver { loop.run() }
        timer?.close()
    }
}
