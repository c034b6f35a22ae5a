import GRDB

/// The one place that knows SQLite's result codes.
extension DatabaseError {
    enum Meaning {
        case damaged, noPermission, locked, diskFull
        /// What was asked breaks a rule of the schema.
        case refused
        /// A statement was broken off before its end.
        case brokenOff
        case other
    }

    var meaning: Meaning {
        switch resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damaged
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .noPermission
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
        case .SQLITE_FULL: .diskFull
        case .SQLITE_CONSTRAINT: .refused
        case .SQLITE_INTERRUPT: .brokenOff
        default: .other
        }
    }

    /// In SQLite's words.
    var reason: String { message ?? "\(resultCode)" }
}
