import Glibc

/// How many files and sockets this process may have open.
public enum OpenFileLimit {
    /// Raises the limit to the most that the system allows without privileges.
    ///
    /// Shells usually start programs with 1,024, fewer than the connections we serve.
    /// Wraps `setrlimit(2)`.
    ///
    /// - Returns: the limit in force.
    @discardableResult
    public static func raise() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 0
        }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
            limit = raised
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// What the daemon itself may open while it runs: readers of a database that was replaced,
    /// connections that read everybody, the snapshot.
    private static let ownFiles = 32

    /// How many more may be opened for clients.
    public static var free: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return .max / 2
        }
        return Int(clamping: limit.rlim_cur) - openCount - ownFiles
    }

    /// How many are open now; wraps `readdir(3)` of `/proc/self/fd`.
    private static var openCount: Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        return count
    }
}
