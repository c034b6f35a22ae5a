import Foundation
import MemoryFile
import SeededRandom
import Testing

/// Memory comes back from a file as it was, or not at all.
@Suite struct MemoryFileTests {
    /// Longer than one piece, so that several threads read it, and shorter ones.
    private static let lengths = [5 << 20, 0, 1, 4096]
    private static let memory = lengths.map { length in
        var random = SplitMix64(seed: UInt64(length))
        var bytes = [UInt8](repeating: 0, count: length)
        for index in bytes.indices { bytes[index] = UInt8(random.next() & 255) }
        return bytes
    }

    @Test func everyByteComesBack() throws {
        let (path, memory) = try Self.written()
        let file = try MemoryFile(path: path)
        #expect(file.heading == Array("heading".utf8))
        #expect(try Self.read(file) == memory)
    }

    @Test func theFileIsReadableByItsOwnerOnly() throws {
        let (path, _) = try Self.written()
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func whatIsChangedAfterTheForkIsNotInTheFile() throws {
        let path = try Self.path()
        var memory = [UInt8](repeating: 1, count: 16 << 20)
        let writing = try unsafe memory.withUnsafeBytes {
            try unsafe MemoryFileWriting(to: path, heading: [], regions: [$0])
        }
        _ = unsafe memory.withUnsafeMutableBytes { unsafe memset($0.baseAddress!, 2, $0.count) }
        try writing.finish()
        var read = [UInt8](repeating: 0, count: memory.count)
        let file = try MemoryFile(path: path)
        try unsafe read.withUnsafeMutableBytes { try unsafe file.read(into: [$0]) }
        #expect(read == [UInt8](repeating: 1, count: read.count))
    }

    /// Re-run one failure with `arguments: [seed]`.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func anyDamageIsNoticed(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (path, memory) = try Self.written()
        var bytes = try Data(contentsOf: URL(filePath: path))
        let isCut = Bool.random(using: &random)
        // Between the heading and the first region nothing stands that could be damaged.
        let number = Int.random(in: 0..<(31 + bytes.count - 4096), using: &random)
        let place = number < 31 ? number : number - 31 + 4096
        if isCut {
            bytes = bytes.prefix(place)
        } else {
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        try bytes.write(to: URL(filePath: path))
        #expect(throws: MemoryFileError.self) {
            let read = try Self.read(MemoryFile(path: path))
            if read == memory { Issue.record("what was damaged came back whole") }
        }
    }

    @Test func aMissingFileIsSaidToBeMissing() throws {
        #expect(throws: MemoryFileError.missing) { try MemoryFile(path: "/nowhere/at/all") }
    }

    @Test func aFileThatCannotBeWrittenLeavesTheOldOne() throws {
        let (first, memory) = try Self.written()
        // No longer name can be had, such as the temporary one.
        let folder = URL(filePath: first).deletingLastPathComponent().path
        let path = "\(folder)/\(String(repeating: "x", count: 250))"
        try FileManager.default.moveItem(atPath: first, toPath: path)
        let writing = try unsafe MemoryFileWriting(to: path, heading: [], regions: [])
        #expect(throws: MemoryFileError.refused(ENAMETOOLONG)) { try writing.finish() }
        #expect(try Self.read(MemoryFile(path: path)) == memory)
    }

    private static func path() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: "memory").path
    }

    private static func written() throws -> (String, [[UInt8]]) {
        let path = try path()
        let blocks = memory.map { Block(holding: $0) }
        let writing = try unsafe MemoryFileWriting(
            to: path, heading: Array("heading".utf8),
            regions: blocks.map { unsafe UnsafeRawBufferPointer($0.memory) })
        try writing.finish()
        return (path, memory)
    }

    private static func read(_ file: MemoryFile) throws -> [[UInt8]] {
        let blocks = lengths.map { Block(holding: [UInt8](repeating: 0, count: $0)) }
        try unsafe file.read(into: blocks.map { unsafe $0.memory })
        return blocks.map { unsafe Array($0.memory) }
    }
}

/// Memory that stays where it is.
@safe
private final class Block {
    let memory: UnsafeMutableRawBufferPointer

    init(holding bytes: [UInt8]) {
        unsafe memory = .allocate(byteCount: bytes.count, alignment: 8)
        unsafe memory.copyBytes(from: bytes)
    }

    deinit { unsafe memory.deallocate() }
}
