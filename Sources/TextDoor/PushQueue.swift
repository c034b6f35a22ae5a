import FrontDesk
import Switchboard

/// What watchers are still to be told, in the order in which it happened to each.
///
/// One event may be told to dozens of wallboards, and each takes a call of the system: so a few are
/// told at a time, and each is told several things at once.
struct PushQueue {
    /// Notices that may wait before requests that lead to more of them wait, too.
    static let roomyCount = 512
    /// Notices that one watcher is told at once.
    static let pieceCount = 16

    /// Notices that are made out of what has happened at once.
    static let madeAtOnce = 16

    /// What has happened, not yet made out for each watcher.
    private var lists: [NoticeList<RingingCaller>] = []
    private var making: NoticeList<RingingCaller>.Iterator?
    private var waiting: [Session.ID: [Notice<RingingCaller>]] = [:]
    private var order: [Session.ID] = []
    private var first = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    var isFull: Bool { count >= Self.roomyCount }

    mutating func append(_ notices: NoticeList<RingingCaller>) {
        guard !notices.isEmpty else { return }
        lists.append(notices)
        count += notices.count
    }

    /// Makes some notices out.
    private mutating func make() {
        var made = 0
        while made < Self.madeAtOnce {
            guard let notice = making?.next() else {
                guard !lists.isEmpty else {
                    making = nil
                    return
                }
                making = lists.removeFirst().makeIterator()
                continue
            }
            if waiting[notice.watcher, default: []].isEmpty { order.append(notice.watcher) }
            waiting[notice.watcher, default: []].append(notice)
            made += 1
        }
    }

    /// Takes some of what one watcher is to be told.
    mutating func next() -> (watcher: Session.ID, notices: ArraySlice<Notice<RingingCaller>>)? {
        make()
        while first < order.count {
            let watcher = order[first]
            first += 1
            if 2 * first >= order.count {
                order.removeFirst(first)
                first = 0
            }
            // It may have gone, or have been told everything since.
            guard let all = waiting.removeValue(forKey: watcher) else { continue }
            let piece = all.prefix(Self.pieceCount)
            count -= piece.count
            if piece.count < all.count {
                waiting[watcher] = Array(all.dropFirst(piece.count))
                order.append(watcher)
            }
            return (watcher, piece)
        }
        return nil
    }

    /// Takes what has been made out for one watcher.
    mutating func takeAll(of watcher: Session.ID) -> [Notice<RingingCaller>] {
        let all = waiting.removeValue(forKey: watcher) ?? []
        count -= all.count
        return all
    }
}
