public import EventLoop

/// A connection over another one that is encrypted.
///
/// What is sent before both sides know each other waits. An end that the other side has not
/// announced breaks the connection: something may have been cut off.
public final class SecureConnection {
    public var onBytes: (Span<UInt8>) -> Void = { _ in }
    public var onEnd: (LoopError?) -> Void = { _ in }
    public var onDrained: () -> Void = {}
    public var onFinished: (LoopError?) -> Void = { _ in }
    /// Called once, when both sides know each other.
    public var onReady: () -> Void = {}

    /// Why it broke; `nil`: it has not, or the network has.
    public private(set) var failure: SecureFailure?
    public let channel: SecureChannel
    private let wire: any Connection
    /// Plain bytes that wait for the other side's being known.
    private var early: [UInt8] = []
    private var wasReady = false
    private var isFinishing = false
    private var hasEnded = false

    public init(_ channel: SecureChannel, over wire: any Connection) {
        self.channel = channel
        self.wire = wire
        attach()
        flush()
    }

    /// Takes the wire's callbacks, again where somebody else had them meanwhile.
    public func attach() {
        wire.onBytes = { [unowned self] in receive($0) }
        wire.onEnd = { [unowned self] in wireEnded($0) }
        wire.onDrained = { [unowned self] in onDrained() }
        wire.onFinished = { [unowned self] in onFinished($0) }
    }

    /// Takes bytes of the wire: for whoever has its callbacks and decides when a handshake goes on.
    public func receive(_ bytes: Span<UInt8>) {
        guard failure == nil, !hasEnded else { return }
        do throws(SecureFailure) {
            try channel.receive(bytes) { plain in
                noteReady()
                if !isFinishing { onBytes(plain) }
            }
        } catch {
            // What it has to say about it, too.
            flush()
            return fail(error)
        }
        noteReady()
        flush()
        if channel.isPeerDone, !wire.isClosed { end(nil) }
    }

    private func noteReady() {
        guard channel.isReady, !wasReady else { return }
        wasReady = true
        flush()
        becomeReady()
    }

    private func becomeReady() {
        onReady()
        let waiting = early
        early = []
        if !waiting.isEmpty { try? channel.send(waiting.span) }
        if isFinishing { try? finishWire() }
    }

    private func wireEnded(_ error: LoopError?) {
        if hasEnded { return }
        guard error == nil else { return end(error) }
        fail(.cutOff)
    }

    private func fail(_ failure: SecureFailure) {
        self.failure = failure
        end(.brokenProtocol)
    }

    private func end(_ error: LoopError?) {
        guard !hasEnded else { return }
        hasEnded = true
        if isFinishing, error == nil { return }
        onEnd(error)
    }

    private func flush() {
        guard !wire.isClosed else { return }
        // A broken wire reports its end by itself.
        channel.lendBytesToSend { try? wire.send($0) }
    }

    private func finishWire() throws(LoopError) {
        channel.close()
        flush()
        try wire.finish()
    }
}

extension SecureConnection: Connection {
    public var peer: String { wire.peer }
    public var peerHost: PeerHost { wire.peerHost }
    public var certifiedName: String? { channel.certifiedName }
    public var isPeerGone: Bool { wire.isPeerGone }
    public var unsentByteCount: Int { wire.unsentByteCount + early.count }
    public var isClosed: Bool { wire.isClosed }

    /// Encrypts and sends, or keeps what comes before both sides know each other.
    public func send(_ bytes: Span<UInt8>) throws(LoopError) {
        guard !isFinishing, failure == nil else { throw LoopError.notWritable }
        guard channel.isReady else {
            for index in bytes.indices { early.append(bytes[index]) }
            return
        }
        do throws(SecureFailure) {
            try channel.send(bytes)
        } catch {
            self.failure = error
            throw LoopError.brokenProtocol
        }
        var problem: LoopError?
        channel.lendBytesToSend { bytes in
            do throws(LoopError) { try wire.send(bytes) } catch { problem = error }
        }
        if let problem { throw problem }
    }

    /// Reads no more until `resumeReading()`.
    public func pauseReading() { wire.pauseReading() }

    /// Reads again after `pauseReading()`.
    public func resumeReading() { wire.resumeReading() }

    /// Says that nothing more will be sent, behind all that is to be.
    public func finish() throws(LoopError) {
        if isFinishing { return }
        guard failure == nil else { throw LoopError.notWritable }
        isFinishing = true
        if channel.isReady { try finishWire() }
    }

    /// Ends at once; no callback comes after that.
    public func close() {
        onBytes = { _ in }
        onEnd = { _ in }
        onDrained = {}
        onFinished = { _ in }
        onReady = {}
        wire.close()
    }
}
