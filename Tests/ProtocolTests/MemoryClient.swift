import EventLoop
import Glibc

/// A connection that keeps what it is sent.
final class MemoryClient: Connection {
    let peer = "memory"
    var peerHost: PeerHost
    /// Whether it has gone without anybody's having been told.
    var isPeerGone = false
    var unsentByteCount = 0
    var lines = ReceivedLines()
    var onBytes: (Span<UInt8>) -> Void = { _ in }
    var onEnd: (LoopError?) -> Void = { _ in }
    var onDrained: () -> Void = {}
    var onFinished: (LoopError?) -> Void = { _ in }
    private(set) var hasFinished = false
    private(set) var isClosed = false

    init(host: PeerHost = .loopback) { peerHost = host }

    /// The client says something.
    func receive(_ bytes: [UInt8]) { onBytes(bytes.span) }
    /// It will say nothing more.
    func endInput() { onEnd(nil) }
    /// It is gone.
    func breakOff() { onEnd(LoopError(errno: ECONNRESET)) }
    /// It has ended, too, after the server did.
    func endFinished() { onFinished(nil) }

    func send(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe lines.append(contentsOf: $0) }
    }
    func pauseReading() {}
    func resumeReading() {}
    func finish() { hasFinished = true }

    func close() {
        isClosed = true
        onBytes = { _ in }
        onEnd = { _ in }
        onDrained = {}
        onFinished = { _ in }
    }
}
