/// A stream of bytes both ways: a socket, a layer over another connection, or memory in tests.
///
/// The callbacks and their order are those of `Stream`, whose life is drawn there. A layer that
/// turns the bytes into others is a connection over a connection: it sets the callbacks of the one
/// beneath and calls its own.
public protocol Connection: AnyObject {
    /// The other side in words, for people.
    var peer: String { get }
    /// The machine or the user on the other side, as far as limits tell them apart.
    var peerHost: PeerHost { get }
    /// The common name of the certificate that the other side has shown and that was found to be
    /// good; `nil`: none was.
    var certifiedName: String? { get }
    /// Whether the other side is gone for good: what is sent reaches nobody. A side that has only
    /// ended its own sending is there. May take a system call; tells it also while reading is
    /// paused, when no callback does.
    var isPeerGone: Bool { get }
    /// Bytes sent that the other side has not taken.
    var unsentByteCount: Int { get }
    /// Whether `close()` was called or `onFinished` has returned.
    var isClosed: Bool { get }

    /// Takes bytes that are gone when it returns.
    var onBytes: (Span<UInt8>) -> Void { get set }
    /// No more bytes will come; an error: the connection is broken.
    var onEnd: (LoopError?) -> Void { get set }
    /// Everything that had to be queued is out.
    var onDrained: () -> Void { get set }
    /// `finish()` has come to its end.
    var onFinished: (LoopError?) -> Void { get set }

    /// Sends now or queues.
    ///
    /// - Throws: when the connection is broken, which `onEnd` reports, too.
    func send(_ bytes: Span<UInt8>) throws(LoopError)
    /// Reads no more until `resumeReading()`.
    func pauseReading()
    func resumeReading()
    /// Lets bytes gather until there are so many, where the connection can; `onBytes` may come
    /// with fewer.
    func gatherBytes(_ count: Int)
    /// Sends what is queued, then ends.
    ///
    /// - Throws: when the connection is broken; `onFinished` will not be called.
    func finish() throws(LoopError)
    /// Ends at once; no callback comes after that.
    func close()
}

extension Connection {
    /// Nothing but TLS has certificates.
    public var certifiedName: String? { nil }

    /// A layer gathers nothing.
    public func gatherBytes(_ count: Int) {}
}

extension Stream: Connection {}
