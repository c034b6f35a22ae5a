import Glibc

/// Zeroed memory straight from the kernel, in huge pages where it gives them.
///
/// A lookup in a large table misses the TLB at every step with 4 KiB pages.
enum LargeMemory {
    /// Wraps `mmap(2)` and `madvise(2)`.
    static func zeroed(byteCount: Int) -> UnsafeMutableRawPointer {
        let memory = unsafe mmap(
            nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            preconditionFailure("the system gave no memory for the index")
        }
        if byteCount >= hugePageBytes { _ = unsafe madvise(memory, byteCount, MADV_HUGEPAGE) }
        return unsafe memory
    }

    /// Wraps `munmap(2)`.
    static func free(_ memory: UnsafeMutableRawPointer, byteCount: Int) {
        _ = unsafe munmap(memory, byteCount)
    }

    private static let hugePageBytes = 2 * 1024 * 1024
}
