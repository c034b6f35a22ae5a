import Dispatch
import Foundation
import Glibc

/// Keeps a second daemon from the database: two would write its snapshot, its values and its
/// numbers against each other.
///
/// A file beside the database, locked as long as this lives; a process that ends, however it ends,
/// leaves no lock behind. Other programs may use the database: they do not look at it.
public final class DatabaseLock: Sendable {
    /// How long a lock that is held is waited for: whoever holds it may be ending.
    private static let patience = DispatchTimeInterval.seconds(2)

    private let file: CInt

    /// - Parameter path: the database, which need not be there yet.
    /// - Throws: `inUse` when another process has the lock and keeps it.
    public init(_ path: String) throws(StoreError) {
        let place = Self.resolved(path) + "-lock"
        file = unsafe open(place, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            if errno == ENOENT { throw .noFolder(path: path) }
            let reason = unsafe String(cString: strerror(errno))
            throw .failed(path: path, reason: "\(place): \(reason)")
        }
        if Self.lock(file, F_SETLK) { return }
        let (file, isLocked) = (file, DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            if Self.lock(file, F_SETLKW) { isLocked.signal() }
        }
        guard isLocked.wait(timeout: .now() + Self.patience) == .success else {
            throw .inUse(path: path)
        }
    }

    deinit { _ = close(file) }

    /// Wraps `fcntl(2)`: a child that is forked does not inherit the lock.
    private static func lock(_ file: CInt, _ command: CInt) -> Bool {
        var range = flock()
        range.l_type = Int16(F_WRLCK)
        range.l_whence = Int16(SEEK_SET)
        return unsafe fcntl(file, command, &range) == 0
    }

    /// The same name for the same file, whatever links lead there.
    ///
    /// Wraps `realpath(3)`.
    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
