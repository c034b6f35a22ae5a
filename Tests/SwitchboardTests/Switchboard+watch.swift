import Customers
import Switchboard

extension Switchboard {
    /// Watches, and is told of the calls that are there already.
    mutating func watch(
        _ target: Watched, by watcher: WatcherID
    ) throws(SwitchboardRefusal) -> [Notice<Subject>] {
        try beginWatching(target, by: watcher)
        return screens(of: target).flatMap { notices(of: $0, to: watcher) }
    }
}
