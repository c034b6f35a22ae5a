import GRDB

/// The one place that knows SQLite's result codes.
extension DatabaseError {
    enum Meaning {
        case damaged, noPermission, locked, diskFull
        /// The disk or the system refused to read or write.
        case diskError
        /// What was asked breaks a rule of the schema.
        case refused
        /// A statement was broken off before its end.
        case brokenOff
        /// A text is longer than is read.
        case tooLong
        case other
    }

    var meaning: Meaning {
        switch resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damaged
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .noPermission
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
        case .SQLITE_FULL: .diskFull
        case .SQLITE_IOERR, .SQLITE_CANTOPEN: .diskError
        case .SQLITE_CONSTRAINT: .refused
        case .SQLITE_INTERRUPT: .brokenOff
        case .SQLITE_TOOBIG: .tooLong
        default: .other
        }
    }

    /// In SQLite's words, which name tables and columns and no content.
    var reason: String { message ?? "\(resultCode)" }
}
