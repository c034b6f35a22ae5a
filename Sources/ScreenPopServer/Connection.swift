import EventLoop

/// What a session needs of the transport: a socket, or memory in tests.
public protocol Connection: AnyObject {
    /// Where the client is, for `CLIENTS`.
    var peer: String { get }
    /// Bytes sent that the client has not taken.
    var unsentByteCount: Int { get }

    /// Sends now or queues; a broken connection reports its end by itself.
    func send(_ bytes: Span<UInt8>)
    /// Reads no more until `resumeReading()`.
    func pauseReading()
    func resumeReading()
    /// Sends what is queued, then ends.
    func finish()
    /// Ends at once.
    func close()
}

/// A socket as a connection.
final class StreamConnection: Connection {
    let stream: Stream

    init(_ stream: Stream) { self.stream = stream }

    var peer: String { stream.peer }
    var unsentByteCount: Int { stream.unsentByteCount }

    func send(_ bytes: Span<UInt8>) {
        // A broken stream reports its end through `onEnd`, which cleans up.
        try? stream.send(bytes)
    }

    func pauseReading() { stream.pauseReading() }
    func resumeReading() { stream.resumeReading() }
    func close() { stream.close() }

    func finish() {
        do { try stream.finish() } catch { stream.close() }
    }
}
