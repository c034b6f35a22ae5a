import Customers

/// The list of channels that Asterisk makes when it is asked for one.
struct ChannelList: Equatable, Sendable {
    struct Item: Equatable, Sendable {
        let id: String
        let bridge: String?
        let isUnanswered: Bool
    }

    var items: [Item] = []
    /// Channels that events were about meanwhile, which may be newer than the list.
    var touched: Set<String> = []
    /// Calls that no event had told of.
    var newCallCount = 0
}

/// Making good what was missed.
extension CallFollower {
    mutating func beginList() { list = ChannelList() }

    /// Takes one channel of the list.
    mutating func takeListed(_ event: ManagerMessage) -> [CallChange] {
        guard let report = ChannelReport(event), !gone.contains(report.id), let list,
            list.items.count < Self.channelLimit
        else { return [] }
        var changes: [CallChange] = []
        if !list.touched.contains(report.id) {
            changes = learn(report, event)
            self.list?.touched.remove(report.id)
            self.list?.newCallCount += changes.count
        }
        let bridge = event["BridgeId"] ?? ""
        self.list?.items.append(
            .init(
                id: report.id, bridge: bridge.isEmpty || Self.isWaiting(event) ? nil : bridge,
                isUnanswered: report.isUnanswered))
        return changes
    }

    /// Whether it is parked; all that are parked are in one bridge.
    private static func isWaiting(_ event: ManagerMessage) -> Bool {
        event["Application"] == "Park" || event["Application"] == "ParkedCall"
    }

    /// The list is complete: what is not in it is over.
    ///
    /// - Returns: `nil` where no list had begun.
    mutating func endList() -> (changes: [CallChange], newCallCount: Int)? {
        guard let list else { return nil }
        self.list = nil
        var changes = endUnlisted(list)
        for item in list.items where !list.touched.contains(item.id) {
            enter(item.bridge, item.id)
        }
        changes += joinAll()
        return (changes + ringListed(list), list.newCallCount)
    }

    /// A list as a recording has it, whose beginning may be missing.
    mutating func replayListed(_ event: ManagerMessage) -> [CallChange] {
        if list == nil { beginList() }
        if event.event == "CoreShowChannel" { return takeListed(event) }
        return endList()?.changes ?? []
    }

    /// Asterisk ends, and all calls with it.
    mutating func endAll() -> [CallChange] {
        calls.keys.sorted().flatMap { end($0, isQuicker: false) }
            + channels.keys.sorted().flatMap { end($0, isQuicker: false) }
    }

    private mutating func endUnlisted(_ list: ChannelList) -> [CallChange] {
        let there = Set(list.items.map(\.id)).union(list.touched)
        let ended = channels.keys.filter { !there.contains($0) }.sorted()
        // Callers first: to those who see the call, its end says more than a withdrawal.
        return ended.filter { calls[$0] != nil }.flatMap { end($0, isQuicker: false) }
            + ended.filter { channels[$0] != nil }.flatMap { end($0, isQuicker: false) }
    }

    private mutating func ringListed(_ list: ChannelList) -> [CallChange] {
        var changes: [CallChange] = []
        for item in list.items where !list.touched.contains(item.id) {
            guard item.isUnanswered else {
                // What somebody has lifted meanwhile is told by whom it is joined with.
                changes += endLeg(of: item.id, isFading: true)
                continue
            }
            // A caller who is in a bridge dials nobody: an agent asks a colleague.
            guard let channel = channels[item.id], let agent = channel.agent,
                channel.bridge == nil, calls[channel.linkedID] != nil,
                channels[channel.linkedID]?.bridge == nil
            else { continue }
            changes += ring(channel.linkedID, at: agent, by: item.id)
        }
        return changes
    }
}
