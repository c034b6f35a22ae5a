public import EventLoop

/// One attempt to reach a server: the host's address, the connection, the encryption.
///
/// Dropping it gives the attempt up, and nothing is called.
public final class Dialling {
    private let loop: Loop
    /// Whom it must be known by; `nil`: read when it is needed.
    private let context: SecureContext?
    private var completion: ((Result<any Connection, Failure>) -> Void)?
    private var resolver: Resolver?
    private var connector: Connector?
    private var secure: SecureConnection?
    /// Addresses that have not been tried.
    private var hosts: [String] = []

    /// Why there is no connection, in words.
    public struct Failure: Error, Equatable, Sendable { public let reason: String }

    /// Begins.
    ///
    /// - Parameters:
    ///   - context: that of an earlier attempt with the same trust, which need not be read again.
    ///   - completion: called once, never before this returns. What it does not set of the
    ///     connection's callbacks is nobody's.
    public init(
        to address: ServerAddress, with context: SecureContext? = nil, on loop: Loop,
        completion: @escaping (Result<any Connection, Failure>) -> Void
    ) throws(LoopError) {
        self.loop = loop
        self.context = context
        self.completion = completion
        switch address {
        case .plain(let endpoint):
            connector = try Stream.connect(to: endpoint, on: loop) { [unowned self] in
                switch $0 {
                case .success(let stream): complete(.success(stream))
                case .failure(let error): fail(error.message)
                }
            }
        case .encrypted(let host, let port, let trust):
            resolver = try Resolver(host, on: loop) { [unowned self] in
                switch $0 {
                case .success(let found):
                    hosts = found
                    connect(to: host, port, trust, whyNot: "")
                case .failure(let error): fail("\(host) has no address: \(error.message)")
                }
            }
        }
    }

    /// Tries the addresses one after the other.
    private func connect(
        to host: String, _ port: UInt16, _ trust: SecureContext.Trust, whyNot: String
    ) {
        guard !hosts.isEmpty else { return fail(whyNot) }
        let endpoint = Endpoint.tcp(host: hosts.removeFirst(), port: port)
        do throws(LoopError) {
            connector = try Stream.connect(to: endpoint, on: loop) { [unowned self] in
                switch $0 {
                case .success(let stream): encrypt(stream, host, trust)
                case .failure(let error): connect(to: host, port, trust, whyNot: error.message)
                }
            }
        } catch {
            connect(to: host, port, trust, whyNot: error.message)
        }
    }

    private func encrypt(_ stream: Stream, _ host: String, _ trust: SecureContext.Trust) {
        do throws(SecureFailure) {
            let context = if let context { context } else { try SecureContext(trusting: trust) }
            let channel = try SecureChannel(to: host, context)
            let secure = SecureConnection(channel, over: stream)
            self.secure = secure
            // Not held by its own callbacks: it goes with the attempt that is given up.
            secure.onReady = { [unowned self, unowned secure] in complete(.success(secure)) }
            secure.onEnd = { [unowned self, unowned secure] _ in
                fail(secure.failure?.description ?? "the connection broke")
            }
        } catch {
            fail("\(error)")
        }
    }

    private func fail(_ reason: String) { complete(.failure(Failure(reason: reason))) }

    private func complete(_ result: Result<any Connection, Failure>) {
        guard let completion = completion.take() else { return }
        completion(result)
    }
}
