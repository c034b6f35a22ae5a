import CLibUV
import Glibc

/// The file that a Unix-domain listener leaves behind when its process is killed.
enum StaleSocket {
    /// Removes the socket at `path` if nobody listens on it.
    ///
    /// Says nothing about success: `bind(2)` will. Wraps `lstat`, `connect` and `unlink`.
    static func remove(at path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        if refusesConnections(path) { _ = unsafe unlink(path) }
    }

    /// Only a refusal proves that nobody listens; a full backlog or a missing permission does not.
    private static func refusesConnections(_ path: String) -> Bool {
        let options = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let probe = socket(AF_UNIX, options, 0)
        guard probe >= 0 else { return false }
        defer { _ = Glibc.close(probe) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            unsafe room.copyBytes(from: path.utf8)
        }
        let connected = unsafe withUnsafePointer(to: &address) { address in
            unsafe connect(
                probe, UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_un>.size))
        }
        return connected != 0 && errno == ECONNREFUSED
    }
}
