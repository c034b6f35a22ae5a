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
        // Without waiting: nobody may ever write into a named pipe.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
        byteCount = Int(status.st_size)
        if let kind = Self.kind(of: status) { throw .unreadable(path: path, reason: kind) }
    }

    /// The same of what stands at `path`; `nil` also where nothing does.
    static func kind(of path: String) -> String? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return kind(of: status)
    }

    /// What it is, if it is no regular file: such a thing may have no end.
    static func kind(of status: stat) -> String? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "it is a folder"
        case S_IFIFO: "it is a named pipe, and no file"
        case S_IFCHR, S_IFBLK: "it is a device, and no file"
        case S_IFSOCK: "it is a socket, and no file"
        default: "it is no file"
        }
    }

    deinit { close(descriptor) }

    /// The first bytes, without taking them: `pread(2)`.
    func firstBytes(_ count: Int) throws(ExchangeError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe pread(descriptor, bytes.baseAddress!, count, 0)
        }
        guard read >= 0 else {
            throw .unreadable(path: path, reason: ExchangeError.reason(errno))
        }
        return Array(bytes.prefix(read))
    }

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
