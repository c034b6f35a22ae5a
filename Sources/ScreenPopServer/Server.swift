import AsteriskDoor
import CustomerStore
public import Customers
public import EventLoop
public import FrontDesk
import IndexSnapshot
public import Logging
import Numbering
import ProtocolWords
import Switchboard
import TextDoor

/// Joins sockets, doors, desk and store; the only place that knows them all.
///
/// Everything here lives on the thread that makes it and calls `run()`. Its stored properties are
/// the parts that it joins.
public final class Server {
    /// How long one statement waits for another program's lock.
    private static let patienceSeconds = 0.1

    let loop: Loop
    let desk: FrontDesk
    let door: TextDoor
    let gateway: AsteriskDoor
    let link: StoreLink
    let listening: Listening
    let reception: Reception
    let inbox: Inbox
    private let turns: Turns
    private let stopTimer: Timer
    /// Failed sign-ins whose reply is kept back.
    var signInTimer: Timer?
    /// When clients were let in.
    let clientUses: ClientUseKeeper
    private var stopDeadline: UInt64?
    private var signals: [SignalWatcher] = []
    private var stopRequests: Mailbox<Void>?
    var snapshots: SnapshotPlace?
    var configuration: Configuration
    var logger: Logger

    /// Opens the database and the sockets.
    ///
    /// - Parameters:
    ///   - reload: reads the configuration again when SIGHUP comes; with it, SIGTERM and SIGINT
    ///     stop the server. `nil`: signals are the caller's.
    ///   - clock: what time it is, for the figures; the system's unless a test says.
    ///   - layer: what lies between a client's socket and its session; nothing unless told.
    ///   - hostOf: whose share of TLS handshakes a client takes; its address's unless a test says,
    ///     which has only the addresses of one machine.
    public init(
        _ configuration: Configuration, logger: Logger,
        clock: @escaping @Sendable () -> Moment = { .now },
        reload: (() throws -> Configuration)? = nil,
        layer: @escaping (Stream) -> any Connection = { $0 },
        hostOf: @escaping (Stream) -> PeerHost = { $0.peerHost }
    ) throws(ServerError) {
        self.configuration = configuration
        self.logger = logger
        let stop = Later()
        do throws(LoopError) {
            loop = try Loop()
            link = try StoreLink(
                on: loop, clock: clock, numbers: StoredNumberReader(configuration),
                questionMilliseconds: configuration.questionMilliseconds)
            desk = FrontDesk(
                clock: FrontDesk.Clock(
                    now: clock, monotonicNanoseconds: { Loop.monotonicNanoseconds }),
                store: link, numbers: NumberReader(plan: configuration.plan),
                line: configuration.line, suffixDigits: configuration.suffixDigits,
                limits: .ofProtocol)
            door = TextDoor(desk)
            gateway = try AsteriskDoor(desk, on: loop)
            inbox = try Inbox(
                desk, door, link, ClientLog(of: door, logger), logger, on: loop)
            reception = try Reception(
                on: loop, Reception.Limits(milliseconds: configuration.handshakeMilliseconds),
                hostOf: hostOf)
            turns = try Turns(of: door, on: loop)
            stopTimer = try Timer(on: loop) { stop.run() }
        } catch {
            throw .loop(error)
        }
        clientUses = ClientUseKeeper(for: configuration.database, now: clock)
        listening = Listening(
            on: loop, door, gateway, reception, logger: logger, layer: layer)
        stop.run = { [unowned self] in endWhenDone() }
        link.onMessage = { [inbox] in inbox.receive($0) }
        link.isWanted = { [desk] in desk.isWanted(by: $0) }
        try openDatabase(clock)
        // Before anybody can know that we are there.
        if let reload { try watchSignals(reload) }
        reception.context = try configuration.makeSecureContext()
        try watchSignIns()
        takeAccess(configuration)
        desk.storesCardNumbers = configuration.storesCardNumbers
        listening.commit(try listening.prepare(configuration))
        if let address = configuration.fastAGI {
            try listening.serveAsterisk(at: address) { [unowned self] in
                self.configuration.fastAGIFrom
            }
        }
        gateway.onFollowing = { [unowned self] in
            self.logger.notice("following a PBX", metadata: Self.words(of: $0))
        }
        gateway.onRemark = { [unowned self] in
            self.logger.info("\($1)", metadata: Self.words(of: $0))
        }
        try follow(configuration.pbxs)
        door.memory.limitBytes = configuration.memoryLimit
        limitConnections()
    }

    private static func words(of pbx: FollowedPBX) -> Logger.Metadata {
        [
            "pbx": "\(pbx.name.text)", "address": "\(pbx.address)",
            "asterisk": "\(pbx.version ?? "-")", "calls": "\(pbx.liveCallCount)",
        ]
    }

    /// Takes no more connections than there are descriptors for: one that finds none could not be
    /// told so.
    private func limitConnections() {
        var free = OpenFileLimit.free - TextDoor.lingeringLimit
        if configuration.listen.contains(where: \.isEncrypted) {
            free -= reception.limits.inProgress
        }
        if configuration.fastAGI != nil {
            gateway.connectionLimit = max(2, min(gateway.connectionLimit, free / 4))
            free -= gateway.connectionLimit
        }
        door.connectionLimit = max(1, min(Limits.connections, free))
        guard door.connectionLimit < Limits.connections else { return }
        logger.warning(
            "fewer connections are served than could be; raise the limit of open files",
            metadata: ["connections": "\(door.connectionLimit)"])
    }

    /// Where Asterisk reaches us; `nil` when it is not to.
    public var fastAGIEndpoint: Endpoint? { listening.gatewayEndpoint }

    /// Where clients reach us, with the ports that the system chose.
    public var endpoints: [Endpoint] { listening.endpoints }

    /// Serves until `stop()`.
    public func run() {
        loop.run()
        desk.calls.flush()
        keepClientUses(at: .max)
        link.stop()
    }

    /// SIGTERM and SIGINT stop, SIGHUP calls `reload`.
    private func watchSignals(
        _ reload: @escaping () throws -> Configuration
    ) throws(ServerError) {
        do throws(LoopError) {
            for signal in [SignalWatcher.Signal.terminate, .interrupt] {
                signals.append(
                    try SignalWatcher(for: signal, on: loop) { [unowned self] in stop() })
            }
            signals.append(
                try SignalWatcher(for: .hangUp, on: loop) { [unowned self] in
                    self.reload(reload)
                })
        } catch {
            throw .loop(error)
        }
    }

    /// Lets another thread call `stop()`: for programs that run the server beside other work.
    public func makeStopper() throws(ServerError) -> Stopper {
        if let stopRequests { return Stopper(slot: stopRequests.slot) }
        do throws(LoopError) {
            let requests = try Mailbox<Void>(on: loop) { [unowned self] in stop() }
            stopRequests = requests
            return Stopper(slot: requests.slot)
        } catch {
            throw .loop(error)
        }
    }

    /// Takes no more clients, answers what has been read, then ends `run()`.
    public func stop() {
        guard stopDeadline == nil else { return }
        logger.notice("stopping", metadata: ["connections": "\(door.sessionCount)"])
        listening.stop()
        gateway.stop()
        door.stop()
        stopDeadline = Loop.monotonicNanoseconds + UInt64(Limits.shutdownSeconds) * 1_000_000_000
        stopTimer.start(every: .milliseconds(10))
    }

    private func endWhenDone() {
        door.sweepSessions()
        let isQuiet = door.sessionCount == 0 && gateway.sessionCount == 0
        guard isQuiet || Loop.monotonicNanoseconds >= stopDeadline ?? 0 else { return }
        door.dropAll()
        gateway.close()
        signals = []
        stopRequests?.close()
        stopTimer.close()
        signInTimer?.close()
        inbox.close()
        turns.close()
        snapshots?.close()
        loop.stop()
        logger.notice("stopped")
    }

    private func openDatabase(
        _ clock: @escaping @Sendable () -> Moment
    ) throws(ServerError) {
        let (path, suffixDigits) = (configuration.database, configuration.suffixDigits)
        let scoring = configuration.scoring
        let restore = try keepIndex(clock)
        do throws(StoreError) {
            try link.start(
                path, scoreEvery: configuration.scoreEverySeconds, restore: restore
            ) {
                () throws(StoreError) in
                let store = try CustomerStore(
                    path: path, scoring: scoring, patience: Self.patienceSeconds)
                try store.prepareSuffixes(digits: suffixDigits)
                return store
            }
        } catch {
            throw .store(error)
        }
    }

    /// - Returns: what brings the index back, if it is to be kept.
    private func keepIndex(
        _ clock: @escaping @Sendable () -> Moment
    ) throws(ServerError) -> IndexRestorer? {
        guard let path = configuration.snapshot else { return nil }
        // Whatever else stands there must not be overwritten, least of all the database.
        if SnapshotReader.isForeign(path) { throw .notASnapshot(path: path) }
        let settings = configuration.indexSettings
        let reader = SnapshotReader(
            path: path, settings: settings, suffixDigits: configuration.suffixDigits,
            clock: clock, logger: logger)
        let writer = SnapshotWriter(path: path, settings: settings, loop: loop, logger: logger)
        writer.onFailure = { [unowned link] in link.keepIndexLater() }
        let place = SnapshotPlace(writer, reader)
        snapshots = place
        desk.index.snapshots = place
        return { fits throws(StoreError) in try reader.restore(fits) }
    }
}

/// A call whose target is there later.
private final class Later {
    var run: () -> Void = {}
}

extension FrontDesk.Limits {
    /// Those of `Protocol/limits.tsv`.
    public static var ofProtocol: FrontDesk.Limits {
        FrontDesk.Limits(
            waitingQuestions: ProtocolWords.Limits.waitingRequests,
            waitingCallFacts: ProtocolWords.Limits.waitingCallFacts, calls: .ofProtocol)
    }
}

extension SwitchboardLimits {
    fileprivate static var ofProtocol: SwitchboardLimits {
        SwitchboardLimits(
            calls: Limits.calls, agentsPerCall: Limits.agentsPerCall,
            agentsPerWatcher: Limits.watchedAgents, watchersPerAgent: Limits.watchersPerAgent,
            wallboards: Limits.wallboards, callSeconds: UInt64(Limits.callSeconds),
            wrapUpSeconds: UInt64(Limits.wrapUpSeconds))
    }
}
