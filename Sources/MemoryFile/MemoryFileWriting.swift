import CMemoryFile
import Glibc

/// A file that a child is writing.
public struct MemoryFileWriting: Sendable {
    private let child: pid_t
    private let temporary: String
    /// Becomes readable when the child has ended; open until `finish()`.
    public let descriptor: CInt

    /// Forks a child that writes the memory as it is now.
    ///
    /// The caller stops while the kernel copies its page tables, and changes what it wants
    /// afterwards: the child has its own view. The file appears under its name when it is whole
    /// and on the disk; until then, and if it fails, what stood there stays.
    ///
    /// - Parameter regions: in the order in which they will be read.
    public init(
        to path: String, heading: [UInt8], regions: [UnsafeRawBufferPointer]
    ) throws(MemoryFileError) {
        var head = [UInt8](repeating: 0, count: MemoryFile.start(of: heading.count))
        unsafe head.withUnsafeMutableBytes { bytes in
            let fields = [MemoryFile.magic, UInt64(heading.count), checksum(heading)]
            for (index, field) in fields.enumerated() {
                unsafe bytes.storeBytes(of: field, toByteOffset: 8 * index, as: UInt64.self)
            }
            unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[MemoryFile.headBytes...])
                .copyBytes(from: heading)
        }
        let memory = unsafe regions.map {
            unsafe memory_region(start: $0.baseAddress, bytes: $0.count)
        }
        // No name that somebody else's file has.
        temporary = "\(path).new-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        child = unsafe memory_file_write(
            temporary, path, head, head.count, memory, memory.count, MemoryFile.pieceBytes)
        if child < 0 { throw .refused(-child) }
        descriptor = memory_file_watch(child)
        if descriptor < 0 {
            _ = kill(child, SIGKILL)
            _ = memory_file_reap(child)
            throw .refused(-descriptor)
        }
    }

    /// Removes what children have left behind that were killed while they wrote to `path`: files
    /// that say of themselves what they are.
    ///
    /// Wraps `readdir(3)`.
    public static func removeRemains(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
        let start = (path.split(separator: "/").last.map(String.init) ?? path) + ".new"
        guard let entries = unsafe opendir(folder) else { return }
        defer { unsafe closedir(entries) }
        while let entry = unsafe readdir(entries) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(start), MemoryFile.isOurs(folder + name) else { continue }
            _ = unsafe unlink(folder + name)
        }
    }

    /// Waits for the child's end and tells how it went.
    public func finish() throws(MemoryFileError) {
        let status = memory_file_reap(child)
        _ = close(descriptor)
        if status > 128 { throw .killed(signal: status - 128) }
        if status != 0 { throw .refused(status) }
    }

    /// Ends the child before it is done; what stood under the name stays.
    public func cancel() {
        _ = kill(child, SIGKILL)
        _ = memory_file_reap(child)
        _ = close(descriptor)
        _ = unsafe unlink(temporary)
    }
}
