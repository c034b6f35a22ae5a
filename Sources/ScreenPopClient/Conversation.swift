public import EventLoop
public import ReplyReading
public import SecureChannel

/// A lasting connection to a server that asks, is told, and connects again by itself.
///
///     connecting ──> greeting ──greeting done──> open
///         ^              |                         |      broken, refused, silent for too long
///         '--- waiting <-+-------------------------'
///
/// Requests are answered in their order. What has no reply yet when the connection breaks is sent
/// again over the next one: give writes a `reference=`, so that nothing is done twice.
///
/// Belongs to the thread of its loop. Its stored properties are one connection's life, drawn above,
/// and the four things that its owner is told.
public final class Conversation {
    /// How the connection stands.
    public enum State: Equatable, Sendable {
        case connecting
        case open
        /// Not connected, why not, and after how long it is tried again: a random time (`Backoff`),
        /// in whole seconds, rounded up.
        case waiting(problem: String, seconds: Int)
    }

    /// What to say to a server: one line, or one with the lines of a block and its dot.
    public struct Request: Sendable {
        /// What the reply comes back with; the asker's own name for it.
        public let id: Int
        public let lines: [String]

        /// - Parameter lines: without line endings.
        public init(id: Int, lines: [String]) {
            self.id = id
            self.lines = lines
        }
    }

    /// Most requests that wait for a reply; further ones are refused.
    public static let requestLimit = 256
    /// How long the server may say nothing while a request waits.
    static let patience = Duration.seconds(20)

    public var onState: (State) -> Void = { _ in }
    public var onReply: (Int, Reply) -> Void = { _, _ in }
    public var onPush: (PushedLine) -> Void = { _ in }
    /// The reply to the greeting, each time it has been sent.
    public var onGreeted: (Reply) -> Void = { _ in }

    public private(set) var state = State.connecting

    private let address: ServerAddress
    private let loop: Loop
    private let greeting: String
    private let signIn: SignIn?
    private var isSigningIn = false
    private var isGreeting = false
    private var waiting: [Request] = []
    private var reader = ReplyReader()
    private var stream: (any Connection)?
    private var attempt: Dialling?
    private var retryTimer: Timer?
    private var patienceTimer: Timer?
    private var backoff = Backoff()

    /// - Parameters:
    ///   - greeting: the line that opens each connection, such as `WATCH 1001`.
    ///   - signIn: who the client is; `nil`: nobody has to be told.
    public init(
        _ address: ServerAddress, on loop: Loop, signIn: SignIn? = nil, greeting: String
    ) throws(LoopError) {
        self.address = address
        self.signIn = signIn
        self.loop = loop
        self.greeting = greeting
        retryTimer = try Timer(on: loop) { [unowned self] in connect() }
        patienceTimer = try Timer(on: loop) { [unowned self] in
            lose("the server at \(address) does not answer")
        }
    }

    /// With a server of this machine.
    public convenience init(
        _ endpoint: Endpoint, on loop: Loop, greeting: String
    ) throws(LoopError) {
        try self.init(.plain(endpoint), on: loop, greeting: greeting)
    }

    /// Connects for the first time; the callbacks are called from the next turn on.
    public func start() { retryTimer?.start(after: .zero) }

    /// Sends a request, now or as soon as there is a connection.
    ///
    /// - Returns: false when `requestLimit` requests wait already; it is then forgotten.
    public func ask(_ request: Request) -> Bool {
        guard waiting.count < Self.requestLimit else { return false }
        waiting.append(request)
        if state == .open { send(request) }
        return true
    }

    /// Tries now instead of waiting on.
    public func hurry() {
        if case .waiting = state { retryTimer?.start(after: .zero) }
    }

    /// Ends for good; no callback is called afterwards.
    public func close() {
        onState = { _ in }
        letGo()
        retryTimer?.close()
        patienceTimer?.close()
    }

    private func connect() {
        enter(.connecting)
        patienceTimer?.start(after: Self.patience)
        do throws(LoopError) {
            attempt = try Dialling(to: address, on: loop) { [unowned self] outcome in
                switch outcome {
                case .success(let stream): adopt(stream)
                case .failure(let failure): lose("no server at \(address) (\(failure.reason))")
                }
            }
        } catch {
            lose("no server at \(address) (\(error.message))")
        }
    }

    private func adopt(_ stream: any Connection) {
        self.stream = stream
        reader = ReplyReader()
        isSigningIn = signIn != nil
        isGreeting = true
        stream.onBytes = { [unowned self] bytes in
            var said: [ReplyReader.Message] = []
            reader.read(bytes) { said.append($0) }
            for message in said where self.stream === stream { take(message) }
        }
        stream.onEnd = { [unowned self] _ in lose("the server has closed the connection") }
        send(Request(id: 0, lines: [signIn?.line ?? greeting]))
    }

    private func take(_ message: ReplyReader.Message) {
        switch message {
        case .reply(let reply) where isSigningIn: signedIn(reply)
        case .reply(let reply) where isGreeting: greet(reply)
        case .reply(let reply):
            guard !waiting.isEmpty else { return lose("the server speaks out of turn") }
            let request = waiting.removeFirst()
            watchPatience()
            onReply(request.id, reply)
        case .pushed(let line): onPush(line)
        case .farewell(let words): lose("the server closes: \(words)")
        case .notUnderstood(let line), .json(let line):
            lose("\"\(line)\" is no reply of screenpopd")
        }
    }

    private func signedIn(_ reply: Reply) {
        guard reply.isDone else {
            return lose("the server does not let the client in: \(reply.text[0])")
        }
        isSigningIn = false
        send(Request(id: 0, lines: [greeting]))
    }

    private func greet(_ reply: Reply) {
        guard reply.isDone else {
            return lose("the server refuses \(greeting): \(reply.text[0])")
        }
        isGreeting = false
        backoff.reset()
        // Before anybody is told, who may ask for more.
        for request in waiting { send(request) }
        watchPatience()
        enter(.open)
        onGreeted(reply)
    }

    private func send(_ request: Request) {
        let text = request.lines.map { "\($0)\r\n" }.joined()
        // A failed send is followed by the stream's end.
        try? stream?.send(Array(text.utf8).span)
        if patienceTimer?.isStarted == false { patienceTimer?.start(after: Self.patience) }
    }

    private func watchPatience() {
        if waiting.isEmpty {
            patienceTimer?.stop()
        } else {
            patienceTimer?.start(after: Self.patience)
        }
    }

    private func lose(_ problem: String) {
        letGo()
        let milliseconds = backoff.next()
        retryTimer?.start(after: .milliseconds(milliseconds))
        enter(.waiting(problem: problem, seconds: (milliseconds + 999) / 1000))
    }

    private func letGo() {
        attempt = nil
        stream?.close()
        stream = nil
        isGreeting = false
        patienceTimer?.stop()
    }

    private func enter(_ next: State) {
        state = next
        onState(next)
    }
}
