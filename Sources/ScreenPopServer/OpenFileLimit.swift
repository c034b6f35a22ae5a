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
}
