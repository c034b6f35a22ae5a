import CallerIndex
import Foundation

@testable import IndexSnapshot
@testable import MemoryFile

/// A snapshot in which somebody has changed what it says, and made every checksum fit.
struct ForgedSnapshot {
    private var bytes: [UInt8]
    private let start: Int
    /// Where the pieces end that have a checksum each.
    private let ends: [Int]

    init(path: String) throws {
        let file = try MemoryFile(path: path)
        guard let heading = SnapshotHeading(file.heading),
            let lengths = CallerIndex.regionLengths(words: heading.indexWords)
        else { throw MemoryFileError.notOurs }
        bytes = try Array(Data(contentsOf: URL(filePath: path)))
        start = MemoryFile.start(of: file.heading.count)
        var ends: [Int] = []
        var begin = start
        for length in [heading.cutWords * 4] + lengths {
            let end = begin + length
            while begin < end {
                begin = min(begin + MemoryFile.pieceBytes, end)
                ends.append(begin)
            }
        }
        self.ends = ends
    }

    /// Puts other words in the place of all of these, which are as long.
    ///
    /// - Returns: how many there were.
    mutating func replace(_ words: String, by others: String) -> Int {
        replace(Array(words.utf8), by: Array(others.utf8))
    }

    mutating func replace(_ old: [UInt8], by new: [UInt8]) -> Int {
        precondition(old.count == new.count, "records keep their length")
        let places = bytes.ranges(of: old)
        for place in places { bytes.replaceSubrange(place, with: new) }
        return places.count
    }

    func write(to path: String) throws {
        var sums: [UInt64] = []
        var begin = start
        for end in ends {
            sums.append(checksum(bytes[begin..<end]))
            begin = end
        }
        sums.append(checksum(sums))
        let tail = unsafe sums.withUnsafeBytes { unsafe Array($0) }
        try Data(bytes[..<begin] + tail).write(to: URL(filePath: path))
    }
}
