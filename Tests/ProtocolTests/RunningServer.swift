import Customers
import EventLoop
import Foundation
import Logging
import Numbering
import ScreenPopServer
import SecureChannel
import Synchronization
import TestSupport

/// A real server of this process on its own thread and a port of its own.
final class RunningServer: Sendable {
    let port: UInt16
    /// Where Asterisk asks; `nil` unless the test has configured it.
    let gatewayPort: UInt16?
    let database: String
    private let stopper: Stopper
    private let ended: DispatchSemaphore

    /// - Parameters:
    ///   - database: a database that nobody else uses; the base when nothing is said.
    ///   - isFramed: whether a layer lies between the sockets and their sessions.
    ///   - certificate: speaks TLS and shows it; a name of `ServerCertificate`.
    ///   - configure: what is to be other than in the transcripts.
    init(
        database: String? = nil,
        isFramed: Bool = false, showing certificate: String? = nil,
        configure: @escaping @Sendable (inout Configuration) -> Void = { _ in }
    ) throws {
        let path = try database ?? Base.shared.copy()
        let (ready, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let started = Mutex<Result<(UInt16, UInt16?, Stopper), any Error>?>(nil)
        let thread = Thread {
            defer { ended.signal() }
            do {
                let server = try Self.makeServer(path, isFramed: isFramed) { configuration in
                    if let certificate {
                        try ServerCertificate.shared.get().show(certificate, in: &configuration)
                    }
                    configure(&configuration)
                }
                guard case .tcp(_, let port)? = server.endpoints.first else { return }
                let stopper = try server.makeStopper()
                var gateway: UInt16?
                if case .tcp(_, let port)? = server.fastAGIEndpoint { gateway = port }
                started.withLock { [gateway] in $0 = .success((port, gateway, stopper)) }
                ready.signal()
                server.run()
            } catch {
                started.withLock { $0 = .failure(error) }
                ready.signal()
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
        ready.wait()
        (port, gatewayPort, stopper) = try started.withLock { $0! }.get()
        self.database = path
        self.ended = ended
        let trust = try certificate.map { try ServerCertificate.shared.get().trust(only: $0) }
        try awaitIndex(of: SocketClient(port: port, isFramed: isFramed, secure: trust))
    }

    /// Stops and waits for the end.
    func stop() {
        stopper.stop()
        ended.wait()
        ended.signal()
    }

    /// Asks the server until its index is complete and in step with the database.
    private func awaitIndex(of client: SocketClient) {
        while true {
            client.send(Array("FORMAT json\nSTATS\n".utf8))
            _ = client.nextLine()
            guard let statistics = client.nextLine() else { break }
            if statistics.contains(#""as_of":""#), !statistics.contains(#""state":"unknown""#) {
                break
            }
        }
        client.endInput()
        _ = client.nextLine()
    }

    private static func makeServer(
        _ database: String, isFramed: Bool, _ configure: (inout Configuration) throws -> Void
    ) throws -> Server {
        var configuration = Configuration(
            database: database, listen: [.tcp(host: Endpoint.loopbackHost, port: 0)],
            region: Region("GB"), scoreEverySeconds: nil)
        try configure(&configuration)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try Server(
            configuration, logger: logger, clock: { Base.clock },
            layer: { stream -> any Connection in
                if isFramed { FramingConnection(over: stream) } else { stream }
            },
            hostOf: { stream in
                guard case .tcp(let host, _)? = stream.peerEndpoint else { return .gone }
                return .address(host)
            })
    }
}

/// Plays transcripts over sockets.
final class SocketStage: Stage {
    private let host: String
    private let port: UInt16
    private var clients: [String: SocketClient] = [:]

    private let isFramed: Bool
    private let secure: SecureContext?

    /// - Parameters:
    ///   - isFramed: whether the server has put a layer over its sockets.
    ///   - secure: speaks TLS, by what it trusts.
    init(
        host: String = Endpoint.loopbackHost, port: UInt16, isFramed: Bool = false,
        secure: SecureContext? = nil
    ) {
        self.secure = secure
        self.host = host
        self.port = port
        self.isFramed = isFramed
    }

    func send(_ bytes: [UInt8], from client: String) { self.client(client).send(bytes) }
    func endInput(of client: String) { self.client(client).endInput() }
    func nextLine(for client: String) -> String? { self.client(client).nextLine() }
    func isClosed(_ client: String) -> Bool { self.client(client).isAtEnd() }

    private func client(_ name: String) -> SocketClient {
        if let known = clients[name] { return known }
        // A stage's calls cannot throw; a server that takes nobody is to stop the test.
        let client = try! SocketClient(host: host, port: port, isFramed: isFramed, secure: secure)
        clients[name] = client
        return client
    }
}
