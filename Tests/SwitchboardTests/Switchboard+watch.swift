import Customers
import Switchboard

extension Switchboard {
    /// Watches, and is told of the calls that are there already.
    mutating func watch(
        _ target: Watched, by watcher: WatcherID
    ) throws(SwitchboardRefusal) -> [Notice<Subject>] {
        try beginWatching(target, by: watcher)
        var (walk, told) = (walk(through: target), [Notice<Subject>]())
        while let step = advance(&walk) {
            if let screened = step.call { told += notices(of: screened, to: watcher) }
        }
        return told
    }
}
