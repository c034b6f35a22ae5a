import Foundation
import ScreenPopServer

/// A file with customers in it that everybody on the machine may read or write.
///
/// Files that the daemon makes are its user's only. One that was there before stays as it is,
/// since another program may rely on it; the operator is told.
struct OpenFile: CustomStringConvertible {
    let path: String

    var description: String {
        "\(path): everybody on this machine may read or write it; chmod o= \(path)"
    }

    /// Those of a configuration: the database, what SQLite puts beside it, the snapshot.
    static func all(of configuration: Configuration) -> [OpenFile] {
        let database = configuration.database
        let paths = [database, "\(database)-wal", "\(database)-shm"]
        return (paths + [configuration.snapshot].compactMap { $0 })
            .filter(isOpen).map { OpenFile(path: $0) }
    }

    /// A file that is not there is open to nobody.
    private static func isOpen(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        return mode & 0o006 != 0
    }
}
