import GRDB

#if canImport(Glibc)
    import Glibc
#endif

/// Why an import, an export or the writing of a file ended before its time.
///
/// What was committed until then stays; running the command again is safe.
public enum ExchangeError: Error, Hashable, Sendable {
    /// A file or folder cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// A file or folder cannot be created or written.
    case unwritable(path: String, reason: String)
    /// No room left on the device of a file or of the database.
    case diskFull(path: String)
    /// Export found files in the folder that it has not written.
    case folderInUse(path: String, file: String)
    /// There is no such file.
    case noDatabase(path: String)
    /// The file is no database of screenpop.
    case notOurDatabase(path: String)
    /// A later version has made the database.
    case newerDatabase(path: String)
    /// The file changed while it was read without locks.
    case changedMeanwhile(path: String)
    /// Another program held the database for longer than the busy timeout.
    case databaseLocked(path: String)
    /// Everything else that SQLite refuses.
    case databaseFailed(path: String, reason: String)
}

extension ExchangeError: CustomStringConvertible {
    /// One sentence with the path, one with what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason). Check the path and its permissions."
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason). Check the path and its permissions."
        case .diskFull(let path):
            "the disk that holds \(path) is full. Make room and run the same command again."
        case .folderInUse(let path, let file):
            "\(path) holds \(file), which is no exchange file. Choose a new or an empty folder."
        case .noDatabase(let path):
            "there is no database \(path). Check the path; nothing was made or changed."
        case .notOurDatabase(let path):
            "\(path) is no database of screenpop. Check the path; nothing was made or changed."
        case .newerDatabase(let path):
            "a newer screenpop wrote \(path). Install that version or a later one."
        case .changedMeanwhile(let path):
            "\(path) was written while it was read. Run the same command again."
        case .databaseLocked(let path):
            "\(path) is locked by another program. Run the same command again when it is done."
        case .databaseFailed(let path, let reason):
            "the database \(path) refused: \(reason)."
        }
    }
}

extension ExchangeError {
    /// What SQLite said, in our words.
    init(_ error: DatabaseError, path: String) {
        switch error.meaning {
        case .locked: self = .databaseLocked(path: path)
        case .damaged where error.resultCode == .SQLITE_NOTADB: self = .notOurDatabase(path: path)
        case .diskFull: self = .diskFull(path: path)
        case .damaged, .noPermission, .diskError, .refused, .brokenOff, .tooLong, .other:
            self = .databaseFailed(path: path, reason: error.reason)
        }
    }

    init(_ error: any Error, path: String) {
        switch error {
        case let known as ExchangeError: self = known
        case let known as DatabaseError: self.init(known, path: path)
        default: self = .databaseFailed(path: path, reason: "\(error)")
        }
    }

    /// What `errno` says after a failed write to `path`.
    static func writing(_ path: String, errno code: Int32) -> ExchangeError {
        code == ENOSPC || code == EDQUOT
            ? .diskFull(path: path) : .unwritable(path: path, reason: reason(code))
    }

    /// `strerror`.
    static func reason(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
