import GRDB

/// Why the database cannot be used, with what to do about it.
public enum StoreError: Error, Equatable, Sendable {
    case noFolder(path: String)
    case notADatabase(path: String)
    case foreignDatabase(path: String)
    case newerVersion(path: String)
    case readOnly(path: String)
    case locked(path: String)
    /// Another daemon serves it.
    case inUse(path: String)
    /// The file was there and is gone.
    case missing(path: String)
    case diskFull(path: String)
    /// The disk, or the system for it, refused to read or write.
    case diskError(path: String, reason: String)
    /// A question was broken off at its time limit.
    case questionTooLong(path: String)
    /// Everything else that SQLite says, in its words.
    case failed(path: String, reason: String)

    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        // In its own words it may tell what stands in a row.
        default: self = .failed(path: path, reason: "\(type(of: error))")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        switch error.meaning {
        case .damaged: self = .notADatabase(path: path)
        case .noPermission: self = .readOnly(path: path)
        case .locked: self = .locked(path: path)
        case .diskFull: self = .diskFull(path: path)
        case .diskError:
            if Disk(of: path).isFull {
                self = .diskFull(path: path)
            } else if error.resultCode == .SQLITE_CANTOPEN {
                // What stands there is no file, or nobody may open it.
                self = .failed(path: path, reason: error.reason)
            } else {
                self = .diskError(path: path, reason: error.reason)
            }
        case .brokenOff: self = .questionTooLong(path: path)
        case .refused, .tooLong, .other: self = .failed(path: path, reason: error.reason)
        }
    }
}

extension StoreError {
    /// In words, without the file.
    var reason: String {
        switch self {
        case .failed(_, let reason), .diskError(_, let reason): reason
        default: "\(word)"
        }
    }

    /// Whether it may be what one write of several asks for.
    var concernsOne: Bool {
        switch self {
        case .failed, .questionTooLong: true
        default: false
        }
    }

    /// Whether it may be over when somebody else is done, or has made room.
    public var isPassing: Bool {
        switch self {
        case .locked, .inUse, .diskFull, .diskError: true
        case .noFolder, .notADatabase, .foreignDatabase, .newerVersion, .readOnly, .missing,
            .questionTooLong, .failed:
            false
        }
    }

    /// For programs: what is the matter, in one word.
    public var word: StaticString {
        switch self {
        case .noFolder: "no-folder"
        case .notADatabase: "damaged"
        case .foreignDatabase: "foreign"
        case .newerVersion: "newer-version"
        case .readOnly: "read-only"
        case .locked: "locked"
        case .inUse: "in-use"
        case .missing: "missing"
        case .diskFull: "disk-full"
        case .diskError: "disk-error"
        case .questionTooLong: "too-long"
        case .failed: "failed"
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noFolder(let path):
            "\(path): the folder for the database does not exist; create it or name another file"
        case .notADatabase(let path):
            "\(path): this file is not an intact SQLite database; name another file or restore it"
        case .foreignDatabase(let path):
            "\(path): this database belongs to another program; name another file"
        case .newerVersion(let path):
            "\(path): a newer screenpop wrote this database; install that version or a later one"
        case .readOnly(let path):
            "\(path): no permission to write the file or its folder; change it or the user"
        case .locked(let path):
            "\(path): another program holds the database locked; end it or try again"
        case .inUse(let path):
            "\(path): another screenpopd serves this database; end it or name another file"
        case .missing(let path):
            "\(path): the database is gone; put it back or restart with another one"
        case .diskFull(let path):
            "\(path): the disk \(Disk(of: path).mountPoint.map { "\($0) " } ?? "")is full; "
                + "make room and try again"
        case .diskError(let path, let reason):
            "\(path): the disk cannot be read or written: \(reason)"
        case .questionTooLong(let path):
            "\(path): the answer took too long and was broken off; ask for less"
        case .failed(let path, let reason):
            "\(path): \(reason)"
        }
    }
}
