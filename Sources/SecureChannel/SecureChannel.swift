import COpenSSL

/// TLS as a value between two buffers: what came from the wire goes in, plain bytes come out, and
/// back. No socket, no clock.
///
///     handshaking ──isReady──> open ──close()──> has said that it ends
@safe
public final class SecureChannel {
    private let raw: OpaquePointer
    private let context: SecureContext
    /// Whom we expect, for messages.
    private let host: String
    private let isServer: Bool
    /// Whether plain bytes can go both ways.
    public private(set) var isReady = false
    /// Whether the other side has said that it will send nothing more.
    public private(set) var isPeerDone = false

    /// For the side that connects; `bytesToSend` are its first.
    ///
    /// - Parameter host: the name or the IP address that the certificate must be for.
    public init(to host: String, _ context: SecureContext) throws(SecureFailure) {
        guard let made = unsafe tls_open(context.raw) else { throw .noMemory }
        unsafe raw = made
        self.context = context
        self.host = host
        isServer = false
        if case .fingerprint = context.trust {
            unsafe tls_expect_nothing(raw)
        } else if unsafe tls_expect_host(raw, host) != 0 {
            throw .certificate(.otherHost(expected: host, named: ""))
        }
        try step()
    }

    /// For the side that was connected to.
    public init(accepting context: SecureContext) throws(SecureFailure) {
        guard let made = unsafe tls_open(context.raw) else { throw .noMemory }
        unsafe raw = made
        self.context = context
        host = ""
        isServer = true
    }

    deinit { unsafe tls_channel_free(raw) }

    /// Takes what has come from the wire and lends the plain bytes in it, a record at a time.
    ///
    /// Afterwards there may be something to send: `takeBytesToSend`. What comes behind the other
    /// side's announced end is thrown away.
    public func receive(
        _ bytes: Span<UInt8>, _ take: (Span<UInt8>) -> Void
    ) throws(SecureFailure) {
        var problem: SecureFailure?
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe tls_lend(raw, bytes.baseAddress, bytes.count)
            do throws(SecureFailure) {
                if !isReady { try step() }
                while isReady, !isPeerDone, try readRecord(take) {}
            } catch {
                problem = error
            }
            unsafe tls_lend(raw, nil, 0)
        }
        if let problem { throw problem }
    }

    /// The same, appended to `plain`.
    public func receive(
        _ bytes: Span<UInt8>, into plain: inout [UInt8]
    ) throws(SecureFailure) {
        try receive(bytes) { record in
            for index in record.indices { plain.append(record[index]) }
        }
    }

    private func readRecord(_ take: (Span<UInt8>) -> Void) throws(SecureFailure) -> Bool {
        var count = 0
        let room = unsafe context.room
        let outcome = unsafe tls_read(raw, room.baseAddress, room.count, &count)
        if outcome == TLS_CLOSED.rawValue { isPeerDone = true }
        if outcome == TLS_FAILED.rawValue { throw failure }
        if count > 0 {
            let record = UnsafeBufferPointer(room).extracting(..<count)
            take(unsafe record.span)
        }
        return unsafe outcome == TLS_DONE.rawValue && tls_has_more(raw) != 0
    }

    /// Encrypts plain bytes; only when it is ready.
    public func send(_ plain: Span<UInt8>) throws(SecureFailure) {
        precondition(isReady, "plain bytes go out when both sides know each other")
        let outcome = unsafe plain.withUnsafeBufferPointer {
            unsafe tls_write(raw, $0.baseAddress, $0.count)
        }
        guard outcome == TLS_DONE.rawValue else { throw failure }
    }

    /// Says that nothing more will be sent.
    public func close() { if isReady { unsafe tls_close(raw) } }

    /// Lends what must go to the wire now, if there is anything; afterwards it waits no more.
    public func lendBytesToSend(_ send: (Span<UInt8>) -> Void) {
        let count = unsafe tls_waiting(raw)
        guard count > 0, let start = unsafe tls_going(raw) else { return }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        send(unsafe bytes.span)
        unsafe tls_sent(raw)
    }

    /// Appends what must go to the wire now to `bytes`.
    public func takeBytesToSend(into bytes: inout [UInt8]) {
        let count = unsafe tls_waiting(raw)
        guard count > 0 else { return }
        let begin = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        let taken = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe tls_take(raw, $0.baseAddress! + begin, count)
        }
        bytes.removeLast(count - taken)
    }

    /// `TLSv1.2` or `TLSv1.3`.
    public var version: String { unsafe String(cString: tls_version(raw)) }

    /// SHA-256 of the other side's certificate; `nil`: it has shown none.
    public var peerFingerprint: [UInt8]? {
        var digest = [UInt8](repeating: 0, count: 32)
        let isShown = unsafe digest.withUnsafeMutableBufferPointer {
            unsafe tls_fingerprint(raw, $0.baseAddress) == 0
        }
        return isShown ? digest : nil
    }

    /// For whom the other side's certificate is: its first host, or its common name; empty: nobody.
    public var peerName: String { unsafe String(cString: tls_name(raw)) }

    /// The common name of the other side's certificate, if it has shown one that was found good.
    public var certifiedName: String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
            guard let start = text.baseAddress,
                unsafe tls_certified_name(raw, start, text.count) == 0
            else { return nil }
            return unsafe String(validatingCString: start)
        }
    }

    private func step() throws(SecureFailure) {
        switch unsafe tls_handshake(raw) {
        case TLS_DONE.rawValue:
            try checkFingerprint()
            isReady = true
        case TLS_MORE.rawValue: break
        default: throw failure
        }
    }

    private func checkFingerprint() throws(SecureFailure) {
        guard case .fingerprint(let wanted) = context.trust else { return }
        guard let shown = peerFingerprint else { throw .certificate(.none) }
        guard shown == wanted else { throw .certificate(.otherFingerprint) }
    }

    private var failure: SecureFailure {
        let verdict = unsafe tls_verdict(raw)
        let isChecked = if case .fingerprint = context.trust { false } else { true }
        if isChecked, !isReady,
            let problem = CertificateProblem(
                verdict: verdict, expected: host, named: peerName)
        {
            return .certificate(problem)
        }
        return .notUnderstood(SecureFailure.latestWords)
    }
}
