import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Breaks off what a connection does for a question that takes too long, within a statement too.
final class QuestionLimit: Sendable {
    /// Steps of SQLite's machine between two looks at the clock: some ten microseconds.
    private static let stepsPerLook: Int32 = 1000

    private let deadline = Atomic<UInt64>(.max)
    private let isStopped = Atomic(false)

    /// A question begins; it may take so long.
    func begin(milliseconds: Int) {
        let end = DispatchTime.now() + .milliseconds(milliseconds)
        deadline.store(end.uptimeNanoseconds, ordering: .relaxed)
    }

    /// What follows may take as long as it takes.
    func lift() { deadline.store(.max, ordering: .relaxed) }

    /// Breaks off what is under way, and everything after it; any thread.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    private var isReached: Bool {
        isStopped.load(ordering: .relaxed)
            || DispatchTime.now().uptimeNanoseconds >= deadline.load(ordering: .relaxed)
    }

    /// Watches over every statement of a connection, which must not outlive this object.
    ///
    /// Wraps `sqlite3_progress_handler`.
    func watch(_ database: Database) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_progress_handler(
            database.sqliteConnection, Self.stepsPerLook,
            { context in
                guard let context = unsafe context else { return 0 }
                let limit = unsafe Unmanaged<QuestionLimit>.fromOpaque(context)
                return unsafe limit.takeUnretainedValue().isReached ? 1 : 0
            }, context)
    }
}
