import CMemoryFile
import Dispatch
import Glibc

/// Memory in a file: written by a forked child while the parent goes on changing it, and read by
/// several threads, every byte under a checksum.
///
/// Layout, in the byte order of the machine:
///
///     0  8 bytes  "MEMFILE1"          24  the heading: what the owner says of the memory
///     8  UInt64   bytes of heading     P  the regions, P being the next multiple of 4096
///    16  UInt64   its checksum            one UInt64 checksum for each piece of each region
///                                         one UInt64 checksum of those checksums
///
/// - Source: fork and copy on write as in Redis's BGSAVE; XXH3 for the checksums.
public struct MemoryFile: Sendable {
    /// How much of a region has one checksum, in bytes; one thread reads it at a time.
    static let pieceBytes = 4 << 20
    /// The longest heading, in bytes.
    public static let headingLimit = 64 << 20

    static let magic: UInt64 = 0x3145_4C49_464D_454D
    static let headBytes = 24
    static let alignment = 4096

    private let file: Descriptor
    /// What the owner has said of the memory.
    public let heading: [UInt8]

    /// Opens a file and reads its heading.
    public init(path: String) throws(MemoryFileError) {
        let file = try Descriptor(reading: path)
        guard file.byteCount >= Self.alignment else { throw .foreign }
        var head: [UInt64] = [0, 0, 0]
        try file.read(&head, at: 0)
        guard head[0] == Self.magic else { throw .foreign }
        guard head[1] <= UInt64(min(Self.headingLimit, file.byteCount)) else { throw .damaged }
        var heading = [UInt8](repeating: 0, count: Int(head[1]))
        try file.read(&heading, at: Self.headBytes)
        guard checksum(heading) == head[2] else { throw .damaged }
        self.file = file
        self.heading = heading
    }

    /// Whether a file begins as those of this kind do, whatever follows.
    static func isOurs(_ path: String) -> Bool {
        guard let file = try? Descriptor(reading: path), file.byteCount >= 8 else { return false }
        var word: [UInt64] = [0]
        guard (try? file.read(&word, at: 0)) != nil else { return false }
        return word[0] == magic
    }

    /// Reads the regions, in the order in which they were written, on all cores.
    ///
    /// - Parameter regions: as long as those that were written.
    public func read(into regions: [UnsafeMutableRawBufferPointer]) throws(MemoryFileError) {
        guard unsafe fits(regions: regions.map { $0.count }) else { throw .damaged }
        let pieces = unsafe Piece.pieces(of: regions, from: Self.start(of: heading.count))
        let end = pieces.last.map { unsafe $0.offset + $0.memory.count }
        var sums = [UInt64](repeating: 0, count: pieces.count + 1)
        try file.read(&sums, at: end ?? Self.start(of: heading.count))
        guard checksum(sums.dropLast()) == sums.last else { throw .damaged }
        let failures = FailureCount()
        let (file, expected) = (file, sums)
        // Each piece is another part of the memory, so the threads do not meet.
        nonisolated(unsafe) let work = pieces
        DispatchQueue.concurrentPerform(iterations: pieces.count) { index in
            let piece = unsafe work[index]
            guard (try? unsafe file.read(piece.memory, at: piece.offset)) != nil else {
                return failures.add()
            }
            let sum = unsafe memory_checksum(piece.memory.baseAddress, piece.memory.count)
            if sum != expected[index] { failures.add() }
        }
        if failures.isAny { throw .damaged }
    }

    /// Whether the file is as long as a file with regions of these lengths would be.
    ///
    /// To be asked before memory is taken for them: a file may say anything.
    public func fits(regions lengths: [Int]) -> Bool {
        guard lengths.allSatisfy({ (0...file.byteCount).contains($0) }) else { return false }
        return file.byteCount == Self.byteCount(headingBytes: heading.count, regions: lengths)
    }

    private static func byteCount(headingBytes: Int, regions: [Int]) -> Int {
        let pieces = regions.reduce(0) { $0 + ($1 + pieceBytes - 1) / pieceBytes }
        return regions.reduce(start(of: headingBytes) + (pieces + 1) * 8, +)
    }

    static func start(of headingBytes: Int) -> Int {
        (headBytes + headingBytes + alignment - 1) / alignment * alignment
    }
}

/// A part of a region and where it stands in the file.
@safe
private struct Piece {
    let memory: UnsafeMutableRawBufferPointer
    let offset: Int

    static func pieces(of regions: [UnsafeMutableRawBufferPointer], from start: Int) -> [Piece] {
        var pieces: [Piece] = []
        var offset = start
        for index in unsafe regions.indices {
            let region = unsafe regions[index]
            var begin = 0
            while begin < region.count {
                let end = min(begin + MemoryFile.pieceBytes, region.count)
                let memory = unsafe UnsafeMutableRawBufferPointer(rebasing: region[begin..<end])
                pieces.append(unsafe Piece(memory: memory, offset: offset))
                offset += end - begin
                begin = end
            }
        }
        return pieces
    }
}

func checksum<Element: BitwiseCopyable>(_ elements: some Sequence<Element>) -> UInt64 {
    unsafe Array(elements).withUnsafeBytes { unsafe memory_checksum($0.baseAddress, $0.count) }
}
