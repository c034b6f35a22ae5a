import Scoring
import Synchronization

/// Which file the store has open and by what settings: those who read beside it, on threads of
/// their own, go by this.
public final class StoreFile: Sendable {
    struct State {
        var identity: FileIdentity?
        var scoring: ScoringSettings
        /// Counts how often a file was opened.
        var generation = 0
    }

    let path: String
    /// How long a statement waits for another program's lock, in seconds.
    let patience: Double
    /// Rows that could not be read.
    let unreadable = UnreadableRows()
    private let state: Mutex<State>

    init(
        path: String, patience: Double, _ identity: FileIdentity?, _ scoring: ScoringSettings
    ) {
        self.path = path
        self.patience = patience
        state = Mutex(State(identity: identity, scoring: scoring))
    }

    var current: State { state.withLock { $0 } }

    /// The store has opened another file, or the same one anew.
    func opened(_ identity: FileIdentity?) {
        state.withLock { state in
            state.identity = identity
            state.generation += 1
        }
        unreadable.forgetAll()
    }

    /// Questions are answered by other settings from now on; any thread.
    func change(_ scoring: ScoringSettings) { state.withLock { $0.scoring = scoring } }
}
