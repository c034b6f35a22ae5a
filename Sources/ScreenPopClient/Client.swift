public import EventLoop
public import ReplyReading
public import SecureChannel

/// Why a request got no reply.
public enum ClientError: Error, Equatable, Sendable {
    case cannotConnect(ServerAddress, String)
    /// The system gives no loop or no timer.
    case noLoop(LoopError)
    case timedOut(ServerAddress)
    /// The server ended the connection before it had replied.
    case closed(ServerAddress)
    /// What came is no reply of this protocol.
    case notUnderstood(String)
    /// The server does not take name and token: its words.
    case notSignedIn(String)
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotConnect(let address, let reason):
            "no server at \(address) (\(reason)); start screenpopd or name another with --server"
        case .noLoop(let error): "the event loop does not start: \(error)"
        case .timedOut(let address): "no reply from \(address) in time"
        case .closed(let address): "\(address) closed the connection"
        case .notSignedIn(let words): "the server does not let the client in: \(words)"
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

    private let address: ServerAddress
    private let loop: Loop
    private let patience: Duration
    private var stream: (any Connection)?
    private var failure: ClientError?
    private var reader = ReplyReader()
    /// What has come and nobody has asked for yet, in order.
    private var unread: [ReplyReader.Message] = []

    /// - Parameter signIn: who the client is; `nil`: nobody has to be told.
    public init(
        _ address: ServerAddress, signIn: SignIn? = nil, patience: Duration = Client.patience
    ) throws(ClientError) {
        self.address = address
        // A refusal is kept back for seconds.
        self.patience = signIn == nil ? patience : max(patience, Self.signInPatience)
        do throws(LoopError) { loop = try Loop() } catch { throw .noLoop(error) }
        try connect()
        guard let signIn else { return }
        let reply = try request(signIn.line)
        guard reply.isDone else { throw .notSignedIn(reply.text[0]) }
    }

    /// How long to wait where the client signs in.
    private static let signInPatience = Duration.seconds(10)

    /// A server of this machine.
    public convenience init(
        _ endpoint: Endpoint, patience: Duration = Client.patience
    ) throws(ClientError) {
        try self.init(.plain(endpoint), patience: patience)
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
        var outcome: Result<any Connection, Dialling.Failure>?
        let attempt: Dialling
        do throws(LoopError) {
            attempt = try Dialling(to: address, on: loop) { [loop] result in
                outcome = result
                loop.stop()
            }
        } catch {
            throw .cannotConnect(address, "\(error)")
        }
        try withExtendedLifetime(attempt) { () throws(ClientError) in
            try wait { outcome != nil }
        }
        switch outcome {
        case .success(let stream): adopt(stream)
        case .failure(let failure): throw .cannotConnect(address, failure.reason)
        case nil: throw .timedOut(address)
        }
    }

    private func adopt(_ stream: any Connection) {
        self.stream = stream
        stream.onBytes = { [unowned self] bytes in
            reader.read(bytes) { unread.append($0) }
            if !unread.isEmpty { loop.stop() }
        }
        stream.onEnd = { [unowned self] _ in
            failure = .closed(address)
            loop.stop()
        }
    }

    private func send(_ line: String) throws(ClientError) {
        do throws(LoopError) {
            try stream?.send(Array("\(line)\r\n".utf8).span)
        } catch {
            throw .closed(address)
        }
    }

    private func nextMessage() throws(ClientError) -> ReplyReader.Message {
        try wait { failure != nil || !unread.isEmpty }
        if unread.isEmpty { throw failure ?? .timedOut(address) }
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
            throw .noLoop(error)
        }
    }
}
