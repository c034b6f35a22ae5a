import Synchronization

/// Long work that a client asks for.
public enum StoreOrder: Sendable {
    /// Compute the thresholds anew.
    case score
    /// Compare the index with the database.
    case verify
}

/// What has been ordered and not begun; any thread.
public final class StoreOrders: Sendable {
    private let state = Mutex((isScoring: false, isVerifying: false))

    public init() {}

    /// Asks for one more; any thread.
    public func add(_ order: StoreOrder) {
        state.withLock { state in
            switch order {
            case .score: state.isScoring = true
            case .verify: state.isVerifying = true
            }
        }
    }

    func takeAll() -> (isScoring: Bool, isVerifying: Bool) {
        state.withLock { state in
            defer { state = (false, false) }
            return state
        }
    }
}
