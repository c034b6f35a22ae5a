public import CustomerStore
public import EventLoop
public import SecureChannel

/// Why the daemon can't start.
public enum ServerError: Error, Sendable {
    case store(StoreError)
    case loop(LoopError)
    case cannotListen(Endpoint, LoopError)
    case notLoopback(Endpoint)
    /// Nothing says from where Asterisk may come.
    case gatewayForEverybody(Endpoint)
    /// The certificate or what belongs to it cannot be used.
    case certificate(SecureFailure)
    /// There is no certificate for a listener with TLS.
    case noCertificate(Endpoint)
    /// Another file stands where the index is to be kept.
    case notASnapshot(path: String)
}

extension ServerError {
    /// Whether the same may succeed later though nobody changes the configuration.
    public var isPassing: Bool {
        switch self {
        case .store(let error): error.isPassing
        case .cannotListen(_, let error):
            error.name == "EADDRINUSE" || error.name == "EADDRNOTAVAIL"
        case .loop: true
        case .notLoopback, .gatewayForEverybody, .notASnapshot, .certificate, .noCertificate: false
        }
    }
}

extension ServerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .loop(let error): "the event loop does not start: \(error)"
        case .cannotListen(let endpoint, let error):
            "cannot listen on \(endpoint): \(error); choose another address with --listen"
        case .notLoopback(let endpoint):
            "\(endpoint) can be reached from other machines, which takes TLS and a list of those "
                + "who may come; say --listen \(endpoint),tls and --access FILE, "
                + "or listen on 127.0.0.1, [::1] or unix:PATH"
        case .gatewayForEverybody(let endpoint):
            "FastAGI at \(endpoint) can be reached from other machines and has no passwords; "
                + "say --fastagi-from ADDRESS, or listen on 127.0.0.1"
        case .certificate(let failure): "\(failure)"
        case .noCertificate(let endpoint):
            "\(endpoint),tls needs a certificate; say --tls-certificate FILE and --tls-key FILE"
        case .notASnapshot(let path):
            "\(path) is no snapshot of an index and stays as it is; "
                + "name another file with --snapshot"
        }
    }
}
