import EventLoop
import FastAGI
import ProtocolWords
import WireProtocol

/// One call that Asterisk asks about: its environment comes, one answer goes, then it ends.
final class FastAGISession {
    /// What is waited for, and until when; moments of the monotonic clock in nanoseconds.
    enum Stage {
        case environment
        /// The database's answer.
        case answer
        /// Asterisk's end; what it still says means nothing.
        case end
    }

    let id: Session.ID
    private let stream: Stream
    private let acceptedAt: UInt64
    private var reader = EnvironmentReader()
    private(set) var stage = Stage.environment
    /// When the environment was complete.
    private var askedAt: UInt64?

    init(id: Session.ID, stream: Stream, acceptedAt: UInt64) {
        self.id = id
        self.stream = stream
        self.acceptedAt = acceptedAt
    }

    /// When something must have happened.
    var deadline: UInt64 {
        switch stage {
        case .environment: acceptedAt + Self.nanoseconds(Limits.gatewayEnvironmentMilliseconds)
        case .answer:
            (askedAt ?? acceptedAt) + Self.nanoseconds(Limits.gatewayAnswerMilliseconds)
        case .end: acceptedAt + Self.nanoseconds(Limits.gatewaySessionMilliseconds)
        }
    }

    /// Takes what Asterisk says.
    ///
    /// - Returns: what is asked, once; `nil` while more must come or when it is too much.
    func read(_ bytes: Span<UInt8>, at now: UInt64) -> Environment? {
        guard stage == .environment else { return nil }
        switch reader.read(bytes) {
        case .incomplete: return nil
        case .refused:
            say(Answer(.error))
            return nil
        case .complete(let environment):
            askedAt = now
            stage = .answer
            return environment
        }
    }

    /// Sends the answer in one piece and ends our side; later answers come to nothing.
    ///
    /// - Returns: how long the environment had to wait for it; `nil` when it came too late.
    @discardableResult
    func say(_ answer: Answer) -> UInt64? {
        guard stage != .end else { return nil }
        stage = .end
        do throws(LoopError) {
            try stream.send(answer.commands.span)
            try stream.finish()
        } catch {
            stream.close()
        }
        return askedAt.map { Loop.monotonicNanoseconds - $0 }
    }

    var isClosed: Bool { stream.isClosed }

    func close() { stream.close() }

    private static func nanoseconds(_ milliseconds: Int) -> UInt64 {
        UInt64(milliseconds) * 1_000_000
    }
}
