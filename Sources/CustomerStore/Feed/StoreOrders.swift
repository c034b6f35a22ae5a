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
    struct Ordered {
        var isScoring = false
        var isVerifying = false
        var isKeeping = false
    }

    private let state = Mutex(Ordered())

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

    /// Lets the index be kept soon, though little has changed since the last time; any thread.
    public func keepIndex() { state.withLock { $0.isKeeping = true } }

    func takeAll() -> Ordered {
        state.withLock { state in
            defer { state = Ordered() }
            return state
        }
    }
}
