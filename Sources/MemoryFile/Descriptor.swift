import Glibc
import Synchronization

/// An open file, closed with the last reference.
final class Descriptor: Sendable {
    private let number: CInt
    /// When it was opened.
    let byteCount: Int

    /// Wraps `open(2)` and `fstat(2)`; what is no file, such as a pipe, is refused.
    init(reading path: String) throws(MemoryFileError) {
        number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if number < 0 { throw errno == ENOENT ? .missing : .refused(errno) }
        var status = stat()
        let isFile = unsafe fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        byteCount = isFile ? Int(status.st_size) : 0
        if !isFile {
            _ = close(number)
            throw .foreign
        }
    }

    deinit { _ = close(number) }

    /// Fills `elements`; the end of the file before that is damage.
    func read<Element: BitwiseCopyable>(
        _ elements: inout [Element], at offset: Int
    ) throws(MemoryFileError) {
        var failure: MemoryFileError?
        unsafe elements.withUnsafeMutableBytes { bytes in
            do throws(MemoryFileError) {
                try unsafe read(bytes, at: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Wraps `pread(2)`.
    func read(_ memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(MemoryFileError) {
        var done = 0
        while done < memory.count {
            let count = unsafe pread(
                number, memory.baseAddress! + done, memory.count - done, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .refused(errno) }
            if count == 0 { throw .damaged }
            done += count
        }
    }
}

/// Counts what went wrong on several threads.
final class FailureCount: Sendable {
    private let count = Atomic<Int>(0)

    var isAny: Bool { count.load(ordering: .acquiring) > 0 }

    func add() { count.add(1, ordering: .acquiringAndReleasing) }
}
