import Glibc

/// The disk that a file is on.
struct Disk {
    /// As many bytes must be free, or SQLite soon cannot write.
    private static let leastBytes: UInt64 = 65_536

    private let folder: String

    /// - Parameter path: a file, which may be missing.
    init(of path: String) {
        let slash = path.lastIndex(of: "/")
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Whether there is no room for another page.
    ///
    /// Wraps `statvfs(3)`.
    var isFull: Bool {
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return false }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize) < Self.leastBytes
    }

    /// The topmost folder that is on it; `nil`: not known.
    ///
    /// Wraps `realpath(3)` and `stat(2)`.
    var mountPoint: String? {
        guard let resolved = unsafe realpath(folder, nil) else { return nil }
        defer { unsafe free(resolved) }
        var place = unsafe String(cString: resolved)
        guard let device = Self.device(place) else { return nil }
        while place != "/", let slash = place.lastIndex(of: "/") {
            let above = slash == place.startIndex ? "/" : String(place[..<slash])
            guard Self.device(above) == device else { break }
            place = above
        }
        return place
    }

    private static func device(_ path: String) -> dev_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_dev : nil
    }
}
