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

    private let count: Int
    private var next = 0
    /// Whether it is a block, which has an end.
    private let isBlock: Bool
    private let writeLine: (Int, inout ReplyWriter) -> Void
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
        self.count = count
        self.byteCount = byteCount
        self.writeLine = writeLine
        isBlock = true
    }

    /// Calls that are pushed, each in lines of its own or in none.
    init(pushesOf count: Int, byteCount: Int, _ push: @escaping (Int, inout ReplyWriter) -> Void) {
        self.count = count
        self.byteCount = byteCount
        writeLine = push
        isBlock = false
    }

    /// Writes on.
    ///
    /// - Parameter isEnough: asked behind each line.
    /// - Returns: whether that was all.
    mutating func write(
        to writer: inout ReplyWriter, isEnough: () -> Bool
    ) -> Bool {
        let start = writer.byteCount
        if isBlock, next > 0 { writer.resumeBlock() }
        while next < count {
            writeLine(next, &writer)
            next += 1
            if next == count { break }
            if !isBlock, next < Self.callsOfFirstPiece { continue }
            if isEnough() || writer.byteCount - start >= Self.pieceBytes { return false }
        }
        if isBlock { writer.endBlock() }
        return true
    }
}
