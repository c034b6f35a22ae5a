import EventLoop
import ReplyReading

/// One connection of a load: what it has asked, and the line that is coming in.
final class LoadLine {
    /// A request under way.
    struct Asked {
        /// When it was sent, or was due.
        var at: UInt64 = 0
        /// Its place on the tape.
        var request = 0
    }

    let stream: Stream
    /// Counted from 0.
    let number: Int
    private(set) var inFlight = 0
    /// Requests sent so far; the next is number `sent` of this connection.
    private(set) var sent = 0
    private var asked: [Asked]
    private var oldest = 0
    private var cutter = LineCutter()

    init(_ stream: Stream, number: Int, pipeline: Int) {
        self.stream = stream
        self.number = number
        asked = [Asked](repeating: Asked(), count: pipeline)
    }

    var hasRoom: Bool { inFlight < asked.count }

    func noteRequest(_ request: Int, at moment: UInt64) {
        asked[(oldest + inFlight) % asked.count] = Asked(at: moment, request: request)
        inFlight += 1
        sent += 1
    }

    /// The oldest request that has no reply yet, which now has one.
    func takeOldest() -> Asked? {
        guard inFlight > 0 else { return nil }
        defer {
            oldest = (oldest + 1) % asked.count
            inFlight -= 1
        }
        return asked[oldest]
    }

    /// Lends each whole line without its ending.
    ///
    /// - Returns: whether all of it can be lines.
    func read(_ bytes: Span<UInt8>, _ onLine: (Span<UInt8>) -> Void) -> Bool {
        cutter.read(bytes, onLine: onLine)
    }
}
