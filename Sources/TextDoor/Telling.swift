import FrontDesk
import Switchboard
import WireProtocol

/// Something long that a client is being told, a few lines at a time: others go between, and no
/// more is made than is taken.
struct Telling {
    /// Bytes of one piece beyond which the next line waits for another turn.
    static let pieceBytes = 16 * 1024
    /// Calls that are pushed in one piece whatever it takes: as many as screens hold mostly, so
    /// that nothing that happens meanwhile comes between them.
    private static let callsOfFirstPiece = 64

    /// How often something was written.
    private var steps = 0
    /// Whether lines have been written; some of what is told may have none.
    private var hasLines = false
    /// Whether it is a block, which has an end.
    private let isBlock: Bool
    /// Writes what comes next, and says whether more may be left; told how often it was called.
    private let writeNext: (Int, inout ReplyWriter) -> Bool
    /// Bytes of memory that it keeps.
    let byteCount: Int

    /// The lines of a block whose first line has been written.
    ///
    /// - Parameters:
    ///   - count: how many lines.
    ///   - byteCount: bytes of memory that they come from.
    ///   - writeLine: writes one of them.
    init(
        linesOfBlock count: Int, byteCount: Int,
        _ writeLine: @escaping (Int, inout ReplyWriter) -> Void
    ) {
        self.byteCount = byteCount
        isBlock = true
        writeNext = { place, writer in
            if place < count { writeLine(place, &writer) }
            return place + 1 < count
        }
    }

    /// Calls that are pushed.
    ///
    /// - Parameter push: writes the next one, if it has any lines; returns `false` behind the last.
    init(pushes push: @escaping (inout ReplyWriter) -> Bool) {
        byteCount = 0
        isBlock = false
        writeNext = { _, writer in push(&writer) }
    }

    /// Writes on.
    ///
    /// - Parameter isEnough: asked behind each step.
    /// - Returns: whether that was all.
    mutating func write(
        to writer: inout ReplyWriter, isEnough: () -> Bool
    ) -> Bool {
        let start = writer.byteCount
        if isBlock, steps > 0 { writer.resumeBlock(hasLines: hasLines) }
        defer { hasLines = writer.hasLines }
        while writeNext(steps, &writer) {
            steps += 1
            if !isBlock, steps < Self.callsOfFirstPiece { continue }
            if isEnough() || writer.byteCount - start >= Self.pieceBytes { return false }
        }
        if isBlock { writer.endBlock() }
        return true
    }
}
