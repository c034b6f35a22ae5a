import CustomerStore
import Foundation

/// What a snapshot says of itself: whose index it is, and how to read it.
struct SnapshotHeading: Codable, Equatable {
    /// The moment in the history of the database.
    var name: FeedCut.Name
    /// What beside the database decides what the index holds.
    var settings: String
    var savedAt: Int64
    /// The first region holds so many 32-bit words: when whose figures change by themselves.
    var cutWords: Int
    /// How the other regions are to be read.
    var indexWords: [UInt64]

    /// - Throws: when it cannot be written as JSON.
    func encoded() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }

    /// - Returns: `nil` when `bytes` are no heading.
    init?(_ bytes: [UInt8]) {
        guard let heading = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
            return nil
        }
        self = heading
    }

    init(
        name: FeedCut.Name, settings: String, savedAt: Int64, cutWords: Int, indexWords: [UInt64]
    ) {
        self.name = name
        self.settings = settings
        self.savedAt = savedAt
        self.cutWords = cutWords
        self.indexWords = indexWords
    }
}
