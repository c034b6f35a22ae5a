#if canImport(Glibc)
    import Glibc
#endif

/// Where a `CSVReader` gets its bytes.
public protocol ByteSource: AnyObject {
    /// What to call the source in messages.
    var path: String { get }

    /// Puts at most `limit` bytes into `buffer` from `index` on.
    ///
    /// - Returns: how many; 0 only at the end.
    func read(into buffer: inout [UInt8], at index: Int, limit: Int) throws(ExchangeError) -> Int
}

/// A file, read in blocks.
public final class FileSource: ByteSource {
    /// The size of a block: large enough that `read(2)` costs nothing beside the parsing.
    public static let blockBytes = 1 << 18

    public let path: String
    public let byteCount: Int
    private let descriptor: Int32

    public init(path: String) throws(ExchangeError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
        byteCount = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// `read(2)`.
    public func read(
        into buffer: inout [UInt8], at index: Int, limit: Int
    ) throws(ExchangeError) -> Int {
        precondition(index >= 0 && limit >= 0 && index + limit <= buffer.count)
        let wanted = min(limit, Self.blockBytes)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress! + index, wanted)
            }
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw .unreadable(path: path, reason: ExchangeError.reason(errno))
            }
        }
    }
}
