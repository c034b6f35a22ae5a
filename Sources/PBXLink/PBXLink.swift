public import AsteriskManager
public import EventLoop
import SecureChannel

/// The connection to one telephony system's manager interface: connects, signs in, follows, and
/// connects again by itself.
///
///     connecting ──> signing in ──> reading ──> following
///         ^               |            |            |      broken, refused, silent for too long
///         '--- waiting <--+------------+------------'
///
/// What comes in is read a little at a time, so that a telephony system in a storm takes a part of
/// the loop and no more. Belongs to the thread of its loop.
public final class PBXLink {
    /// What its owner is told, in order.
    public enum Event {
        case connecting
        /// Connected, and greeted.
        case signingIn
        /// Signed in at a system that says what it is; what is under way is being asked for.
        case signedIn(version: String)
        /// What was asked for cannot be had, but the calls can.
        case remark(String)
        /// Something happened to a call.
        case change(CallChange)
        /// All calls that are under way have been told.
        case isCurrent
        /// All that has come until now has been told.
        case isRead
        /// The connection is gone or cannot be used, and why; it is tried again after so long.
        case lost(reason: String, seconds: Int)
    }

    /// What has come.
    public struct Counts: Equatable, Sendable {
        public var messages = 0
        /// Lines and messages that went beyond a limit.
        public var skipped = 0
    }

    /// The waits between attempts: each is twice the one before, up to the last.
    static let firstWaitSeconds = 1
    static let lastWaitSeconds = 30
    /// After a refusal nothing helps but another word, and systems shut out who tries too often.
    static let refusedWaitSeconds = 300
    /// How long a connection, and then the signing in and the list of what is under way, may take.
    static let connectSeconds = 5
    static let signInSeconds = 15
    /// From one question whether it is still there to the next.
    static let aliveSeconds = 15
    /// Time on the loop after which what has come in waits for the next turn.
    static let sliceNanoseconds: UInt64 = 10_000
    /// How long nothing is read in a storm.
    static let pauseMilliseconds = 1

    public let settings: PBXSettings
    public var onEvent: (Event) -> Void = { _ in }
    /// What has come over all connections.
    public var counts: Counts { incoming.counts }

    private static let unfiltered =
        "it lets us choose no events (Filter), so it sends all of every call, which harms nothing"

    private let loop: Loop
    /// Everything that it says, before its owner is told what that means.
    public var onMessage: (ManagerMessage) -> Void = { _ in }
    private var incoming = IncomingMessages()
    private var work: SlicedWork?
    private var conversation: ManagerConversation
    private var attempt: Dialling?
    private var connection: (any Connection)?
    private var nextWaitSeconds = firstWaitSeconds
    private var isCurrent = false
    /// Its owner wants nothing more for now.
    private var isHeld = false
    private var timer: Timer?
    private var pause: Timer?
    /// What the timer is for.
    private var onTime: () -> Void = {}

    public init(_ settings: PBXSettings, on loop: Loop) throws(LoopError) {
        self.settings = settings
        self.loop = loop
        conversation = ManagerConversation(
            user: settings.user, secret: settings.secret.text, agents: settings.phones)
        timer = try Timer(on: loop) { [unowned self] in onTime() }
        work = try SlicedWork(on: loop) { [unowned self] in takeSlice() }
        pause = try Timer(on: loop) { [unowned self] in
            if !isHeld { connection?.resumeReading() }
        }
    }

    /// Connects for the first time; events come from the next turn on.
    public func start() { wait(milliseconds: 0) }

    /// Tries now instead of waiting on.
    public func hurry() { if isWaiting { wait(milliseconds: 0) } }

    private var isWaiting: Bool { attempt == nil && connection == nil }

    /// Ends for good; no event comes after that.
    public func close() {
        onEvent = { _ in }
        letGo()
        timer?.close()
        pause?.close()
        work?.close()
    }

    /// Reads nothing until `resumeReading()`: its owner has enough to do.
    public func pauseReading() {
        isHeld = true
        connection?.pauseReading()
    }

    /// Reads again after `pauseReading()`.
    public func resumeReading() {
        guard isHeld else { return }
        isHeld = false
        if !incoming.isEmpty {
            // Not at once: its owner may be in the middle of an event.
            work?.start()
        } else if pause?.isStarted == false {
            connection?.resumeReading()
        }
    }

    private func wait(milliseconds: Int) {
        onTime = { [unowned self] in connect() }
        timer?.start(after: .milliseconds(milliseconds))
    }

    private func connect() {
        onEvent(.connecting)
        onTime = { [unowned self] in lose("no connection within \(Self.connectSeconds) s") }
        timer?.start(after: .seconds(Self.connectSeconds))
        do throws(LoopError) {
            attempt = try Dialling(to: settings.address, on: loop) { [unowned self] in
                switch $0 {
                case .success(let connection): adopt(connection)
                case .failure(let failure): lose("no connection: \(failure.reason)")
                }
            }
        } catch {
            lose("no connection: \(error.message)")
        }
    }

    private func adopt(_ connection: any Connection) {
        self.connection = connection
        onTime = { [unowned self] in
            lose("no answer to the signing in within \(Self.signInSeconds) s")
        }
        timer?.start(after: .seconds(Self.signInSeconds))
        connection.onBytes = { [unowned self] in read($0, from: connection) }
        connection.onEnd = { [unowned self] error in
            // What stood before the end has happened.
            while let message = incoming.next() { guard take(message) else { return } }
            lose(error.map { "the connection broke: \($0.message)" } ?? "it ended the connection")
        }
        if isHeld { connection.pauseReading() }
        onEvent(.signingIn)
    }

    private func read(_ bytes: Span<UInt8>, from connection: any Connection) {
        incoming.read(bytes)
        guard takeSlice() else { return }
        // Others come before the rest.
        connection.pauseReading()
        work?.start()
    }

    /// Takes messages for a while, and has the next read wait in a storm.
    ///
    /// - Returns: whether there is more that is wanted now.
    private func takeSlice() -> Bool {
        let end = Loop.monotonicNanoseconds + Self.sliceNanoseconds
        defer { if incoming.isEmpty { onEvent(.isRead) } }
        while !isHeld, let message = incoming.next() {
            guard take(message) else { return false }
            guard Loop.monotonicNanoseconds >= end else { continue }
            if !incoming.isEmpty { return !isHeld }
            guard incoming.isStorm else { break }
            connection?.pauseReading()
            pause?.start(after: .milliseconds(Self.pauseMilliseconds))
            return false
        }
        if incoming.isEmpty, !isHeld { connection?.resumeReading() }
        return false
    }

    /// - Returns: `false`: whoever was told has ended the connection.
    private func take(_ message: ManagerMessage) -> Bool {
        let current = connection
        onMessage(message)
        guard connection === current else { return false }
        carryOut(conversation.take(message))
        return connection === current
    }

    private func carryOut(_ steps: [ManagerStep]) {
        for step in steps {
            switch step {
            case .send(let bytes): send(bytes)
            case .signedIn(let version): onEvent(.signedIn(version: version))
            case .unfiltered: onEvent(.remark(Self.unfiltered))
            case .changes(let changes): for change in changes { onEvent(.change(change)) }
            case .isCurrent: becomeCurrent()
            case .refused(let refusal): return lose(refusal.words, isRefused: true)
            case .lost(let loss): return lose(loss.words)
            }
        }
    }

    private func becomeCurrent() {
        if !isCurrent {
            isCurrent = true
            nextWaitSeconds = Self.firstWaitSeconds
            onTime = { [unowned self] in carryOut(conversation.tick()) }
            timer?.start(every: .seconds(Self.aliveSeconds))
        }
        onEvent(.isCurrent)
    }

    /// Asks something beside what following needs; the answer comes as a message.
    public func send(_ action: ManagerAction) { send(action.bytes) }

    /// What is known of its calls.
    public var follower: CallFollower { conversation.follower }

    private func send(_ bytes: [UInt8]) {
        // A broken connection reports its end by itself.
        try? connection?.send(bytes.span)
    }

    private func lose(_ reason: String, isRefused: Bool = false) {
        letGo()
        conversation.beginAgain()
        let seconds = isRefused ? Self.refusedWaitSeconds : nextWaitSeconds
        if !isRefused { nextWaitSeconds = min(2 * nextWaitSeconds, Self.lastWaitSeconds) }
        wait(milliseconds: 1000 * seconds)
        onEvent(.lost(reason: reason, seconds: seconds))
    }

    private func letGo() {
        isCurrent = false
        attempt = nil
        connection?.close()
        connection = nil
        incoming.beginAgain()
        pause?.stop()
        work?.stop()
    }
}

extension ManagerLoss {
    fileprivate var words: String {
        switch self {
        case .isSilent: "it has not answered for too long"
        case .isShutDown: "it has ended"
        }
    }
}
