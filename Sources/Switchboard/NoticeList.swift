import Customers

/// What watchers have to be told, in sending order.
///
/// What happens on one screen is kept once, however many watch it: a call at 256 agents that ends
/// before 64 wallboards is told 16,384 times, which nobody has the time for at once.
public struct NoticeList<Subject: CallSubject>: Sequence {
    /// What happened on an agent's screen, and everybody who is to be told.
    struct Entry {
        let call: CallID
        let agent: Agent
        let event: Notice<Subject>.Event
        let watchers: [WatcherID]
        let wallboards: [WatcherID]

        var count: Int { watchers.count + wallboards.count }

        func notice(_ place: Int) -> Notice<Subject> {
            let watcher =
                place < watchers.count ? watchers[place] : wallboards[place - watchers.count]
            return Notice(watcher, call, agent, event)
        }
    }

    /// Each is for somebody.
    private(set) var entries: [Entry] = []
    /// Notices.
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    mutating func append(_ entry: Entry) {
        guard entry.count > 0 else { return }
        entries.append(entry)
        count += entry.count
    }

    public static func += (left: inout NoticeList, right: NoticeList) {
        left.entries += right.entries
        left.count += right.count
    }

    public static func + (left: NoticeList, right: NoticeList) -> NoticeList {
        var both = left
        both += right
        return both
    }

    public func makeIterator() -> Iterator { Iterator(self) }

    /// Makes the notices one by one.
    public struct Iterator: IteratorProtocol {
        private let entries: [Entry]
        private var entry = 0
        private var place = 0

        init(_ list: NoticeList) { entries = list.entries }

        public mutating func next() -> Notice<Subject>? {
            guard entry < entries.count else { return nil }
            let notice = entries[entry].notice(place)
            place += 1
            if place == entries[entry].count { (entry, place) = (entry + 1, 0) }
            return notice
        }
    }
}

extension NoticeList: Equatable, ExpressibleByArrayLiteral {
    public init(arrayLiteral notices: Notice<Subject>...) {
        for notice in notices {
            append(
                Entry(
                    call: notice.call, agent: notice.agent, event: notice.event,
                    watchers: [notice.watcher], wallboards: []))
        }
    }

    public static func == (left: NoticeList, right: NoticeList) -> Bool {
        left.elementsEqual(right)
    }
}
