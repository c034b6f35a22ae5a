import EventLoop
import ReplyReading

/// One connection of a load: what it has asked, and the line that is coming in.
final class LoadLine {
    /// Requests under way that were sent, or due, at one moment and follow each other on the tape.
    private struct Run {
        var at: UInt64 = 0
        var request = 0
        var count = 0
    }

    private(set) var stream: any Connection
    /// Under way when each request has a connection of its own.
    var attempt: Connector?
    /// Counted from 0.
    let number: Int
    private(set) var inFlight = 0
    /// Requests sent so far; the next is number `sent` of this connection.
    private(set) var sent = 0
    private let pipeline: Int
    /// A ring: there are never more runs than requests.
    private var runs: [Run]
    private var oldest = 0
    private var runCount = 0
    private var lines = LineCutter()
    private var frames = FrameCutter()

    init(_ stream: any Connection, number: Int, pipeline: Int) {
        self.stream = stream
        self.number = number
        self.pipeline = pipeline
        runs = [Run](repeating: Run(), count: pipeline)
    }

    /// How many requests more may be under way.
    var room: Int { pipeline - inFlight }

    /// - Parameter request: the first of `count` that follow each other on the tape.
    func noteRequests(_ request: Int, count: Int, at moment: UInt64) {
        let free = oldest + runCount
        runs[free < pipeline ? free : free - pipeline] = Run(
            at: moment, request: request, count: count)
        runCount += 1
        inFlight += count
        sent += count
    }

    /// The oldest request that has no reply yet, which now has one, and when it was sent or due.
    func takeOldest() -> (request: Int, at: UInt64)? {
        guard runCount > 0 else { return nil }
        let run = runs[oldest]
        inFlight -= 1
        if run.count > 1 {
            runs[oldest].request += 1
            runs[oldest].count -= 1
        } else {
            oldest = oldest + 1 == pipeline ? 0 : oldest + 1
            runCount -= 1
        }
        return (run.request, run.at)
    }

    /// Goes on over another connection.
    func adopt(_ stream: any Connection) {
        self.stream = stream
        lines = LineCutter()
        frames = FrameCutter()
    }

    /// Lends each whole reply, a line without its ending.
    ///
    /// - Returns: whether all of it can be replies.
    func read(
        _ bytes: Span<UInt8>, _ framing: LoadLanguage.Framing, _ onReply: (Span<UInt8>) -> Void
    ) -> Bool {
        switch framing {
        case .line: lines.read(bytes, onLine: onReply)
        case .resp, .memcache: frames.read(bytes, framing, onReply: onReply)
        }
    }
}
