import CustomerStore
public import Customers
public import EventLoop
import IndexSnapshot
public import Logging
import Numbering
import ProtocolWords
import WireProtocol

/// Joins sockets, service and store; the only place that knows them all.
///
/// Everything here lives on the thread that makes it and calls `run()`.
public final class Server {
    /// The time after which updates of the index give way to the sockets: a lookup that comes
    /// meanwhile waits little longer than behind another one.
    private static let sliceNanoseconds: UInt64 = 20_000

    /// How long one statement waits for another program's lock.
    private static let patienceSeconds = 0.1

    private let loop: Loop
    private let service: Service
    private let link: StoreLink
    private let inbox: Inbox
    private var configuration: Configuration
    private var logger: Logger
    private var listeners: [Listener] = []
    private var signals: [SignalWatcher] = []
    private var stopRequests: Mailbox<Void>?
    private var stopTimer: Timer?
    private var stopDeadline: UInt64 = 0
    private let gateway: FastAGIGateway
    private var gatewayListener: Listener?
    private let updating: SlicedWork
    private let yielding: SlicedWork
    private let turnEnd: TurnEnd

    /// Opens the database and the sockets.
    ///
    /// - Parameters:
    ///   - reload: reads the configuration again when SIGHUP comes; with it, SIGTERM and SIGINT
    ///     stop the server. `nil`: signals are the caller's.
    ///   - clock: what time it is, for the figures; the system's unless a test says.
    public init(
        _ configuration: Configuration, logger: Logger,
        clock: @escaping @Sendable () -> Moment = { .now },
        reload: (() throws -> Configuration)? = nil
    ) throws(ServerError) {
        self.configuration = configuration
        self.logger = logger
        let inbox = Inbox()
        self.inbox = inbox
        do throws(LoopError) {
            loop = try Loop()
            link = try StoreLink(
                on: loop, clock: clock, numbers: StoredNumberReader(configuration)
            ) { inbox.receive($0) }
            service = Service(
                clock: Service.Clock(
                    now: clock, monotonicNanoseconds: { Loop.monotonicNanoseconds }),
                store: link, numbers: NumberReader(plan: configuration.plan),
                line: configuration.line, suffixDigits: configuration.suffixDigits)
            gateway = try FastAGIGateway(service, on: loop)
            updating = try SlicedWork(on: loop) { inbox.applySlice(Self.sliceNanoseconds) }
            yielding = try SlicedWork(on: loop) { [service] in service.runYielding() }
            turnEnd = try TurnEnd(on: loop) { [service] in service.endTurn() }
        } catch {
            throw .loop(error)
        }
        inbox.connect(service, link, updating)
        service.onYield = { [yielding] in yielding.start() }
        service.isCollecting = true
        try openDatabase()
        // Before anybody can know that we are there.
        if let reload { try watchSignals(reload) }
        for address in configuration.listen { try listen(on: address.endpoint) }
        if let address = configuration.fastAGI { try serveAsterisk(at: address) }
    }

    /// Where Asterisk reaches us; `nil` when it is not to.
    public var fastAGIEndpoint: Endpoint? { gatewayListener?.endpoint }

    /// Where clients reach us, with the ports that the system chose.
    public var endpoints: [Endpoint] { listeners.map(\.endpoint) }

    /// Serves until `stop()`.
    public func run() {
        loop.run()
        service.flushJournal()
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
        guard stopTimer == nil else { return }
        logger.notice("stopping", metadata: ["connections": "\(service.sessionCount)"])
        for listener in listeners { listener.close() }
        gatewayListener?.close()
        gateway.stop()
        service.stop()
        stopDeadline = Loop.monotonicNanoseconds + UInt64(Limits.shutdownSeconds) * 1_000_000_000
        stopTimer = try? Timer(on: loop) { [unowned self] in endWhenDone() }
        stopTimer?.start(every: .milliseconds(10))
    }

    private func endWhenDone() {
        service.sweepSessions()
        let isQuiet = service.sessionCount == 0 && gateway.sessionCount == 0
        guard isQuiet || Loop.monotonicNanoseconds >= stopDeadline else { return }
        service.dropAll()
        gateway.close()
        listeners = []
        signals = []
        stopRequests?.close()
        stopTimer?.close()
        inbox.close()
        updating.close()
        yielding.close()
        turnEnd.close()
        service.snapshots?.close()
        loop.stop()
        logger.notice("stopped")
    }

    private func openDatabase() throws(ServerError) {
        let (path, suffixDigits) = (configuration.database, configuration.suffixDigits)
        let scoring = configuration.scoring
        let restore = try keepIndex()
        do throws(StoreError) {
            try link.start(scoreEvery: configuration.scoreEverySeconds, restore: restore) {
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
    private func keepIndex() throws(ServerError) -> IndexRestorer? {
        guard let path = configuration.snapshot else { return nil }
        // Whatever else stands there must not be overwritten, least of all the database.
        if SnapshotReader.isForeign(path) { throw .notASnapshot(path: path) }
        let settings = configuration.indexSettings
        let reader = SnapshotReader(
            path: path, settings: settings, suffixDigits: configuration.suffixDigits,
            logger: logger)
        let writer = SnapshotWriter(path: path, settings: settings, loop: loop, logger: logger)
        writer.onFailure = { [unowned link] in link.keepIndexLater() }
        service.restoredIndex = { reader.take() }
        service.snapshots = writer
        return { fits throws(StoreError) in try reader.restore(fits) }
    }

    private func listen(on endpoint: Endpoint) throws(ServerError) {
        guard endpoint.isLoopback else { throw .notLoopback(endpoint) }
        do throws(LoopError) {
            let listener = try Listener(on: loop, endpoint: endpoint) {
                [service, unowned self] stream in
                Self.serve(stream, service, address(of: endpoint))
            }
            listener.onFailure = { [logger] error in
                logger.debug("a connection was lost before it was taken: \(error)")
            }
            listeners.append(listener)
            logger.notice("listening", metadata: ["address": "\(listener.endpoint)"])
        } catch {
            throw .cannotListen(endpoint, error)
        }
    }

    private func serveAsterisk(at address: ListenAddress) throws(ServerError) {
        guard address.endpoint.isLoopback else { throw .notLoopback(address.endpoint) }
        do throws(LoopError) {
            let listener = try Listener(on: loop, endpoint: address.endpoint) { [gateway] in
                gateway.accept($0, line: address.line)
            }
            gatewayListener = listener
            logger.notice("serving FastAGI", metadata: ["address": "\(listener.endpoint)"])
        } catch {
            throw .cannotListen(address.endpoint, error)
        }
    }

    /// What the configuration says now about the lines that come in at `endpoint`.
    private func address(of endpoint: Endpoint) -> ListenAddress {
        configuration.listen.first { $0.endpoint == endpoint } ?? ListenAddress(endpoint)
    }

    private static func serve(_ stream: Stream, _ service: Service, _ address: ListenAddress) {
        let session = service.connect(
            StreamConnection(stream), line: address.line, isOneShot: address.isOneShot)
        stream.onBytes = { [service, session] in
            service.receive($0, from: session)
        }
        stream.onEnd = { [unowned service, unowned session] error in
            error == nil ? service.receiveEnd(from: session) : service.disconnect(session)
        }
        stream.onDrained = { [unowned service, unowned session] in service.drained(session) }
        stream.onFinished = { [unowned service, unowned session] _ in
            service.disconnect(session)
        }
    }

    private func reload(_ read: () throws -> Configuration) {
        do {
            let new = try read()
            if new.database != configuration.database {
                logger.warning("another database needs a restart; keeping the present one")
            }
            if new.suffixDigits != configuration.suffixDigits {
                logger.warning("other digits of the suffix tier need a restart")
            }
            if new.fastAGI != configuration.fastAGI {
                logger.warning("another address of FastAGI needs a restart")
            }
            if new.snapshot != configuration.snapshot {
                logger.warning("another place for the snapshot needs a restart")
            }
            configuration.region = new.region
            configuration.numbers = new.numbers
            if new.plan != configuration.plan {
                configuration.plan = new.plan
                // What the index holds is a mixture until the next start.
                service.snapshots?.close()
                service.read(with: NumberReader(plan: new.plan))
            }
            configuration.logLevel = new.logLevel
            if new.scoring != configuration.scoring { link.change(new.scoring) }
            configuration.scoring = new.scoring
            if new.scoreEverySeconds != configuration.scoreEverySeconds {
                logger.warning("another score-every needs a restart; keeping the present one")
            }
            logger.logLevel = new.logLevel
            service.line = new.line
            try changeListeners(to: new.listen)
            logger.notice("configuration read again")
        } catch {
            logger.error("the configuration stays as it was: \(error)")
        }
    }

    private func changeListeners(to wanted: [ListenAddress]) throws(ServerError) {
        let (new, old) = (wanted.map(\.endpoint), configuration.listen.map(\.endpoint))
        for address in wanted where !old.contains(address.endpoint) {
            try listen(on: address.endpoint)
            configuration.listen.append(address)
        }
        for endpoint in old where !new.contains(endpoint) {
            for listener in listeners where listener.endpoint == endpoint { listener.close() }
            listeners.removeAll { $0.endpoint == endpoint }
            logger.notice("no longer listening", metadata: ["address": "\(endpoint)"])
        }
        configuration.listen = wanted
    }
}
