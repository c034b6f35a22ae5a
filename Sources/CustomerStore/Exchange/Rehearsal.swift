import FoundationEssentials
import GRDB

/// A copy of a database to import into, gone with this object.
public final class Rehearsal {
    /// The copy; an empty place where there is no database yet.
    public let path: String
    private let folder: String

    /// - Throws: when the database cannot be read, or the temporary folder has no room for it.
    public init(of original: String) throws(ExchangeError) {
        folder = FileManager.default.temporaryDirectory.path + "/screenpop-\(UUID().uuidString)"
        path = folder + "/rehearsal.db"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unwritable(path: folder, reason: "the folder cannot be created")
        }
        guard FileManager.default.fileExists(atPath: original) else { return }
        let source = try ExchangeSource(path: original)
        do {
            try source.database.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        } catch {
            throw ExchangeError(error, path: path)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}
