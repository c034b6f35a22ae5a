import Access
import Customers
import Glibc

/// Keeps when clients were let in, for `screenpop access list`: the store's thread writes it, at
/// most once a minute. A use that is not written in time is only not told.
final class ClientUseKeeper {
    private static let secondsBetweenWrites: UInt64 = 60

    private let path: String
    private let now: () -> Moment
    private var uses: ClientUses
    private var isNews = false
    private var writtenAt: UInt64?

    /// Reads what is there; at the start, before anybody can connect.
    init(for database: String, now: @escaping () -> Moment) {
        path = ClientUses.path(of: database)
        self.now = now
        uses = ClientUses(Self.read(path))
    }

    func note(_ name: ClientName) {
        uses.note(name, at: now())
        isNews = true
    }

    /// What is to be written now; `nil`: nothing.
    ///
    /// - Parameter seconds: of the monotonic clock.
    func takeWork(_ list: AccessList?, at seconds: UInt64) -> (@Sendable () -> Void)? {
        guard isNews, let list else { return nil }
        if let writtenAt, seconds < writtenAt + Self.secondsBetweenWrites { return nil }
        (isNews, writtenAt) = (false, seconds)
        let (path, text) = (path, uses.text(of: list))
        return { Self.write(text, to: path) }
    }

    /// The longest file that is looked at, in bytes.
    private static let byteLimit = AccessList.clientLimit * 64

    private static func read(_ path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: byteLimit)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private static func write(_ text: String, to path: String) {
        let new = "\(path).new"
        let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
            unsafe rename(new, path) == 0
        else {
            _ = unsafe unlink(new)
            return
        }
    }
}
