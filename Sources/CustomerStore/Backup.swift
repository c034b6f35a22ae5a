import Foundation
import GRDB

/// A copy of a database as it is at one moment, beside whoever uses it.
public enum Backup {
    /// Why there is none.
    public enum Failure: Error, Equatable, Sendable {
        case store(StoreError)
        /// Something stands where the copy is to stand.
        case inTheWay(path: String)
        case unwritable(path: String, reason: String)
        /// The copy is not what it must be: the database itself is damaged.
        case damaged(path: String, reason: String)
    }

    /// Writes a copy of the database at `path` to `target`.
    ///
    /// It appears whole and on the disk, or not at all; nothing is overwritten, and nobody else may
    /// read it. The daemon and other programs go on reading and writing meanwhile.
    ///
    /// Wraps `VACUUM INTO`: the copy has no page of a row that was deleted.
    public static func write(_ path: String, to target: String) throws(Failure) {
        guard !isThere(target) else { throw .inTheWay(path: target) }
        guard isThere(path) else { throw .store(.missing(path: path)) }
        let temporary = "\(target).new-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        try makeFile(temporary, target)
        defer { _ = unsafe unlink(temporary) }
        do {
            try copy(path, temporary)
        } catch {
            throw .store(StoreError(error, path: path))
        }
        try check(temporary, of: path)
        try sync(temporary, target)
        // Unlike rename(2), it takes nobody's place.
        guard unsafe link(temporary, target) == 0 else {
            if errno == EEXIST { throw .inTheWay(path: target) }
            throw .unwritable(path: target, reason: reason(errno))
        }
        try sync(folder(of: target), target)
    }

    private static func copy(_ path: String, _ temporary: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Importer.busyTimeoutSeconds)
        configuration.label = "screenpop-backup"
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { database in
            let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            guard owner == Schema.applicationID else {
                throw StoreError.foreignDatabase(path: path)
            }
            try database.execute(sql: "VACUUM INTO ?", arguments: [temporary])
        }
    }

    /// Not `quick_check`, which in SQLite 3.40 takes every row of a table without row ids for
    /// damaged whose key is in another order than its columns.
    private static func check(_ temporary: String, of path: String) throws(Failure) {
        let found: [String]
        do {
            var configuration = Configuration()
            configuration.readonly = true
            found = try DatabaseQueue(path: temporary, configuration: configuration).inDatabase {
                try String.fetchAll($0, sql: "PRAGMA integrity_check(1)")
            }
        } catch {
            throw .store(StoreError(error, path: path))
        }
        // What it finds names tables and rows, not what stands in them.
        if found != ["ok"] { throw .damaged(path: path, reason: found.joined(separator: "; ")) }
    }

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    private static func makeFile(_ temporary: String, _ target: String) throws(Failure) {
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unwritable(path: target, reason: reason(errno)) }
        _ = close(file)
    }

    /// Wraps `fsync(2)`.
    private static func sync(_ path: String, _ target: String) throws(Failure) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unwritable(path: target, reason: reason(errno)) }
        defer { _ = close(file) }
        guard fsync(file) == 0 else { throw .unwritable(path: target, reason: reason(errno)) }
    }

    private static func folder(of path: String) -> String {
        let slash = path.lastIndex(of: "/")
        return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func reason(_ number: CInt) -> String {
        unsafe String(cString: strerror(number))
    }
}

extension Backup.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .inTheWay(let path): "\(path): something stands there and stays; name another file"
        case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
        case .damaged(let path, let reason):
            "\(path): the database is damaged, so no copy was made: \(reason)"
        }
    }
}
