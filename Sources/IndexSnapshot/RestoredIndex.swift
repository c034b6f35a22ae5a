public import CallerIndex
public import Customers
import Synchronization

/// An index on its way from one thread to the other; whoever takes it out has it alone.
public final class RestoredIndex: Sendable {
    /// When it was written.
    public let savedAt: Moment
    private let index: Mutex<CallerIndex?>

    init(_ index: consuming sending CallerIndex, savedAt: Moment) {
        self.index = Mutex(consume index)
        self.savedAt = savedAt
    }

    /// Gives the index away.
    ///
    /// - Precondition: only once.
    public func take() -> CallerIndex {
        let taken = index.withLock { $0.take() }
        guard let taken else { preconditionFailure("taken twice") }
        return taken
    }
}
