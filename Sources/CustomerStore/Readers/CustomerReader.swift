public import GRDB
import Scoring

/// A connection that cannot write, to the file that the store has open; for one thread.
///
/// It sees everything that was committed before its snapshot began: a write that was acknowledged
/// before somebody asked. A file that was replaced stays open until the next question.
public final class CustomerReader: CustomerReading {
    private struct Connection {
        let queue: DatabaseQueue
        let identity: FileIdentity
        let generation: Int
    }

    private let file: StoreFile
    private let limit: QuestionLimit
    private var connection: Connection?
    /// Whether this question has looked which file is to be read: all of it reads the same one.
    private var hasFollowed = false
    public var unreadable: UnreadableRows { file.unreadable }
    /// As it was when the question began.
    public private(set) var scoring: ScoringSettings

    init(_ file: StoreFile, _ limit: QuestionLimit) {
        self.file = file
        self.limit = limit
        scoring = file.current.scoring
    }

    /// What is read from here on answers another question, which may take so long.
    func beginQuestion(milliseconds: Int) {
        hasFollowed = false
        scoring = file.current.scoring
        limit.begin(milliseconds: milliseconds)
    }

    /// Runs `body` in one snapshot; it may fill temporary tables and nothing else.
    ///
    /// - Throws: `missing` when there is no file, `questionTooLong` when the time is used up.
    public func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        let queue = try queueInPlace()
        do {
            return try queue.inDatabase { try $0.inSnapshot(body) }
        } catch {
            throw StoreError(error, path: file.path)
        }
    }

    private func queueInPlace() throws(StoreError) -> DatabaseQueue {
        if hasFollowed, let connection { return connection.queue }
        guard let inPlace = FileIdentity(path: file.path) else {
            throw .missing(path: file.path)
        }
        let current = file.current
        let wanted = current.identity
        if let connection, connection.identity == wanted,
            connection.generation == current.generation
        {
            hasFollowed = true
            return connection.queue
        }
        // What the store has not opened may have the log of another file beside it.
        guard inPlace == wanted else { throw .missing(path: file.path) }
        connection = nil
        let opened = try open(inPlace, current.generation)
        connection = opened
        hasFollowed = true
        return opened.queue
    }

    private func open(
        _ identity: FileIdentity, _ generation: Int
    ) throws(StoreError) -> Connection {
        let queue: DatabaseQueue
        do {
            queue = try CustomerStore.openForReading(file.path, patience: file.patience) {
                [limit] database in
                try CustomerSet.prepare(database)
                limit.watch(database)
            }
        } catch {
            throw StoreError(error, path: file.path)
        }
        // Another file may have been put in its place meanwhile.
        guard FileIdentity(path: file.path) == identity else { throw .missing(path: file.path) }
        return Connection(queue: queue, identity: identity, generation: generation)
    }
}
