import Access
import AsteriskDoor
import EventLoop
import FrontDesk
import Logging
import TextDoor

/// The addresses where clients and Asterisk reach us, and the doors behind them.
final class Listening {
    private let loop: Loop
    private let door: TextDoor
    private let gateway: AsteriskDoor
    private let reception: Reception
    private let logger: Logger
    /// What lies between a socket and a session: nothing, or a layer of its own.
    private let layer: (Stream) -> any Connection
    private var listeners: [Listener] = []
    private var gatewayListener: Listener?
    /// Whether clients are asked who they are.
    private var isAsking = false
    /// What is said of the lines that come in now.
    private var addresses: [Endpoint: ListenAddress] = [:]

    init(
        on loop: Loop, _ door: TextDoor, _ gateway: AsteriskDoor, _ reception: Reception,
        logger: Logger,
        layer: @escaping (Stream) -> any Connection
    ) {
        self.loop = loop
        self.door = door
        self.gateway = gateway
        self.reception = reception
        self.logger = logger
        self.layer = layer
        reception.onReady = { [unowned self] in serve($0, at: $1) }
        reception.onTurn = { [unowned door] in door.endTurn() }
        reception.onOutcome = { [unowned door] in door.countHandshake(isDone: $0) }
        reception.sessionCount = { [unowned door] in door.sessionCount(of: $0) }
        reception.room = { [unowned door] in
            max(reception.limits.inProgress, door.connectionLimit - door.sessionCount)
        }
    }

    /// Where clients reach us, with the ports that the system chose.
    var endpoints: [Endpoint] { listeners.map(\.endpoint) }
    /// Where Asterisk reaches us; `nil` when it is not to.
    var gatewayEndpoint: Endpoint? { gatewayListener?.endpoint }

    /// Other addresses that are open already and not in use yet.
    struct Change {
        fileprivate let wanted: [ListenAddress]
        fileprivate let opened: [Listener]
    }

    /// Opens what is new among `wanted`; nothing of what is has changed when it throws.
    ///
    /// - Throws: `notLoopback` where other machines could come and would not be asked who they are,
    ///   or would be in the clear.
    func prepare(_ configuration: Configuration) throws(ServerError) -> Change {
        let wanted = configuration.listen
        for address in wanted where !address.endpoint.isLoopback {
            guard address.isEncrypted, configuration.access != nil else {
                throw .notLoopback(address.endpoint)
            }
        }
        var opened: [Listener] = []
        for address in wanted where addresses[address.endpoint] == nil {
            do throws(ServerError) {
                opened.append(try listen(on: address.endpoint))
            } catch {
                for listener in opened { listener.close() }
                throw error
            }
        }
        return Change(wanted: wanted, opened: opened)
    }

    /// Listens where `change` says and nowhere else; cannot fail.
    func commit(_ change: Change) {
        let wanted = Dictionary(
            change.wanted.map { ($0.endpoint, $0) }, uniquingKeysWith: { first, _ in first })
        for endpoint in addresses.keys where wanted[endpoint] == nil {
            for listener in listeners where listener.endpoint == endpoint { listener.close() }
            listeners.removeAll { $0.endpoint == endpoint }
            logger.notice("no longer listening", metadata: ["address": "\(endpoint)"])
        }
        addresses = wanted
        listeners += change.opened
        if isAsking { for listener in change.opened { listener.admit(isForEverybody: true) } }
        for listener in change.opened {
            logger.notice("listening", metadata: ["address": "\(listener.endpoint)"])
        }
    }

    /// Where clients are asked who they are, every user of this machine may try; elsewhere only the
    /// owner of a Unix-domain socket and its group.
    func admitUsers(asking: Bool) {
        if asking == isAsking { return }
        isAsking = asking
        for listener in listeners { listener.admit(isForEverybody: asking) }
    }

    /// Serves Asterisk, whose protocol has neither encryption nor passwords: on other machines than
    /// this one only where it may come from.
    func serveAsterisk(
        at address: ListenAddress, from others: @escaping () -> [AddressRange]
    ) throws(ServerError) {
        guard address.endpoint.isLoopback || !others().isEmpty else {
            throw .gatewayForEverybody(address.endpoint)
        }
        do throws(LoopError) {
            let listener = try Listener(on: loop, endpoint: address.endpoint) {
                [gateway, logger] stream in
                guard stream.peerHost.isOne(of: others()) else {
                    logger.warning(
                        "FastAGI from elsewhere was refused",
                        metadata: ["from": "\(stream.peerHost)"])
                    return stream.close()
                }
                gateway.accept(stream, line: address.line, pbx: address.pbx)
            }
            gatewayListener = listener
            logger.notice("serving FastAGI", metadata: ["address": "\(listener.endpoint)"])
        } catch {
            throw .cannotListen(address.endpoint, error)
        }
    }

    /// Takes no more connections.
    func stop() {
        for listener in listeners { listener.close() }
        gatewayListener?.close()
        reception.stop()
    }

    private func serve(_ connection: any Connection, at address: ListenAddress) {
        door.accept(
            connection, line: address.line, pbx: address.pbx, isOneShot: address.isOneShot)
    }

    private func listen(on endpoint: Endpoint) throws(ServerError) -> Listener {
        do throws(LoopError) {
            let listener = try Listener(on: loop, endpoint: endpoint) {
                [reception, layer, unowned self] stream in
                let address = addresses[endpoint] ?? ListenAddress(endpoint)
                if address.isEncrypted {
                    reception.accept(stream, at: address)
                } else {
                    serve(layer(stream), at: address)
                }
            }
            listener.onFailure = { [logger] error in
                logger.debug("a connection was lost before it was taken: \(error)")
            }
            return listener
        } catch {
            throw .cannotListen(endpoint, error)
        }
    }
}

extension PeerHost {
    /// Whether it is this machine or one of those.
    fileprivate func isOne(of ranges: [AddressRange]) -> Bool {
        guard case .address(let text) = self, let address = InternetAddress(text) else {
            return self == .loopback
        }
        return ranges.contains { $0.contains(address) }
    }
}
