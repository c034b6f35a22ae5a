import Customers
import EventLoop
import FastAGI
import FrontDesk
import Numbering
import ProtocolWords

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

    let id: Party.ID
    let line: LineOverride
    /// Whose calls come in here, unless the script says so itself.
    let pbx: PBX?
    private let connection: any Connection
    private let acceptedAt: UInt64
    private var reader = EnvironmentReader()
    private(set) var stage = Stage.environment
    /// When the environment was complete.
    private var askedAt: UInt64?

    init(
        id: Party.ID, connection: any Connection, line: LineOverride, pbx: PBX?,
        acceptedAt: UInt64
    ) {
        self.id = id
        self.connection = connection
        self.line = line
        self.pbx = pbx
        self.acceptedAt = acceptedAt
    }

    /// Who asks.
    var party: Party { Party(id: id, role: .admin, origin: self) }

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
    /// - Returns: what is asked, once; what comes later means nothing.
    func read(_ bytes: Span<UInt8>, at now: UInt64) -> EnvironmentReader.Progress {
        guard stage == .environment else { return .incomplete }
        let progress = reader.read(bytes)
        if case .complete = progress {
            askedAt = now
            stage = .answer
        }
        return progress
    }

    /// Sends the answer in one piece and ends our side; later answers come to nothing.
    ///
    /// - Returns: how long the environment had to wait for it; `nil` when it came too late.
    func say(_ answer: DialplanAnswer, at now: () -> UInt64) -> UInt64? {
        guard stage != .end else { return nil }
        stage = .end
        do throws(LoopError) {
            try connection.send(answer.commands.span)
            try connection.finish()
        } catch {
            connection.close()
        }
        return askedAt.map { now() - $0 }
    }

    var isClosed: Bool { connection.isClosed }

    func close() { connection.close() }

    private static func nanoseconds(_ milliseconds: Int) -> UInt64 {
        UInt64(milliseconds) * 1_000_000
    }
}

extension FastAGISession: Origin {
    var address: String { connection.peer }
}
