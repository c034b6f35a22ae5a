import Access
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
    /// What the dialplan may ask and is told.
    private let rights: Rights
    private let connection: any Connection
    private let acceptedAt: UInt64
    private var reader = EnvironmentReader()
    private(set) var stage = Stage.environment
    /// When the environment was complete.
    private var askedAt: UInt64?
    /// Until when a part of the environment may wait for the rest; `nil`: it need not.
    private var gathersUntil: UInt64?
    private var hasGathered = false
    private var script: Environment.Script?
    private var isOneLine = false

    init(
        id: Party.ID, connection: any Connection, _ rights: Rights, line: LineOverride, pbx: PBX?,
        acceptedAt: UInt64
    ) {
        self.id = id
        self.rights = rights
        self.connection = connection
        self.line = line
        self.pbx = pbx
        self.acceptedAt = acceptedAt
    }

    /// Who asks.
    var party: Party { Party(id: id, rights: rights, origin: self) }

    /// When something must have happened.
    var deadline: UInt64 {
        switch stage {
        case .environment: min(gathersUntil ?? .max, environmentDeadline)
        case .answer:
            (askedAt ?? acceptedAt) + Self.nanoseconds(Limits.gatewayAnswerMilliseconds)
        case .end: acceptedAt + Self.nanoseconds(Limits.gatewaySessionMilliseconds)
        }
    }

    private var environmentDeadline: UInt64 {
        acceptedAt + Self.nanoseconds(Limits.gatewayEnvironmentMilliseconds)
    }

    /// Bytes of the environment so far.
    var byteCount: Int { reader.byteCount }

    /// Takes what Asterisk says.
    ///
    /// - Returns: what is asked, once; what comes later means nothing.
    func read(_ bytes: Span<UInt8>, at now: UInt64) -> EnvironmentReader.Progress {
        guard stage == .environment else { return .incomplete }
        let progress = reader.read(bytes)
        if case .complete(let environment) = progress {
            script = environment.script
            isOneLine = environment.isOneLine
            askedAt = now
            stage = .answer
        }
        stopGathering()
        return progress
    }

    /// Lets the lines of a block gather, each of which would wake us, until there are about as many
    /// as in others.
    func gather(upTo byteCount: Int, at now: UInt64) {
        guard stage == .environment, reader.isInBlock, !hasGathered else { return }
        hasGathered = true
        guard byteCount - reader.byteCount > 1 else { return }
        connection.gatherBytes(byteCount - reader.byteCount)
        gathersUntil = now + Self.nanoseconds(Limits.gatewayGatherMilliseconds)
    }

    /// Takes lines as they come.
    ///
    /// - Returns: whether they have gathered until now.
    @discardableResult
    func stopGathering() -> Bool {
        guard gathersUntil != nil else { return false }
        gathersUntil = nil
        connection.gatherBytes(1)
        return true
    }

    /// What the desk says, as an answer to what was asked.
    func answer(_ answer: Answer) -> any GatewayAnswer {
        guard script?.isQuestion != false else { return EventAnswer(answer) }
        var told = DialplanAnswer(answer)
        if !rights.sight.contains(.names) { told.name = "" }
        // The caller may be sent what an agent's leg bears, whoever has this number today.
        told.mayBearName = script == .lookup
        return told
    }

    /// Why it is not asked.
    func refusal(_ refusal: DialplanAnswer.Status) -> any GatewayAnswer {
        guard script?.isQuestion == false else { return DialplanAnswer(refusal) }
        return refusal == .busy ? EventAnswer.busy : EventAnswer.error
    }

    /// Sends the answer in one piece and ends our side; later answers come to nothing.
    ///
    /// - Returns: how long the environment had to wait for it; `nil` when it came too late.
    func say(_ answer: any GatewayAnswer, at now: () -> UInt64) -> UInt64? {
        guard stage != .end else { return nil }
        stage = .end
        do throws(LoopError) {
            let bytes = isOneLine ? answer.form : answer.commands
            try connection.send(bytes.span)
            try connection.finish()
            // Asterisk answers each command, which means nothing: its end alone is waited for.
            connection.gatherBytes(Self.unheardBytes)
        } catch {
            connection.close()
        }
        return askedAt.map { now() - $0 }
    }

    var isClosed: Bool { connection.isClosed }

    func close() { connection.close() }

    /// Of what Asterisk answers to commands, in bytes; more than it has to say.
    private static let unheardBytes = 16_384

    private static func nanoseconds(_ milliseconds: Int) -> UInt64 {
        UInt64(milliseconds) * 1_000_000
    }
}

extension FastAGISession: Origin {
    var address: String { connection.peer }
}
