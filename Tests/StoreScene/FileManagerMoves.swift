import Foundation

/// A database with the files that SQLite keeps beside it.
public enum FileManagerMoves {
    public static func move(_ from: String, _ to: String) throws {
        for ending in ["", "-wal", "-shm"]
        where FileManager.default.fileExists(
            atPath: from + ending)
        {
            try FileManager.default.moveItem(atPath: from + ending, toPath: to + ending)
        }
    }
}
