import Customers

/// Who is joined with whom.
extension CallFollower {
    /// Whom one meets from a channel, in bridges and through pipes.
    private struct Company {
        var callers: [String] = []
        var agents: [String] = []
        var hasOutsider = false
    }

    mutating func enters(_ event: ManagerMessage) -> [CallChange] {
        guard let report = ChannelReport(event), let bridge = event.only("BridgeUniqueid") else {
            return []
        }
        let changes = learn(report, event)
        if let place = event["SwapUniqueid"] { leave(bridge, place) }
        // Where callers wait in one bridge, nobody hears the other.
        let isWaiting = event["BridgeTechnology"] == "holding_bridge"
        enter(isWaiting ? nil : bridge, report.id)
        return changes + join(from: report.id)
    }

    mutating func leaves(_ event: ManagerMessage) -> [CallChange] {
        let changes = learn(event)
        if let id = event.only("Uniqueid"), let bridge = event.only("BridgeUniqueid") {
            leave(bridge, id)
        }
        return changes
    }

    mutating func enter(_ bridge: String?, _ id: String) {
        guard let channel = channels[id], channel.bridge != bridge else { return }
        if let old = channel.bridge { leave(old, id) }
        channels[id]?.bridge = bridge
        if let bridge { bridges[bridge, default: []].insert(id) }
    }

    private mutating func leave(_ bridge: String, _ id: String) {
        guard channels[id]?.bridge == bridge else { return }
        channels[id]?.bridge = nil
        bridges[bridge]?.remove(id)
        if bridges[bridge]?.isEmpty == true { bridges[bridge] = nil }
    }

    /// Somebody may have been joined with a caller.
    mutating func join(from id: String) -> [CallChange] {
        guard channels[id]?.bridge != nil else { return [] }
        let company = company(of: id)
        return company.callers.flatMap { join($0, company) }
    }

    /// The same for all callers. Each bridge is gone through once, so it may be of any size.
    mutating func joinAll() -> [CallChange] {
        var changes: [CallChange] = []
        var done: Set<String> = []
        for id in calls.keys.sorted() where !done.contains(id) && channels[id]?.bridge != nil {
            var company = company(of: id, limit: .max)
            company.agents = Array(company.agents.prefix(Self.reachLimit))
            done.formUnion(company.callers)
            changes += company.callers.flatMap { join($0, company) }
        }
        return changes
    }

    private func company(of start: String, limit: Int = reachLimit) -> Company {
        var company = Company()
        var found = [start]
        var seen: Set<String> = [start]
        var seenBridges: Set<String> = []
        while let id = found.popLast() {
            guard let channel = channels[id], let bridge = channel.bridge else { continue }
            switch channel.kind {
            case .agent: company.agents.append(id)
            case .trunk where calls[id] != nil: company.callers.append(id)
            case .trunk: company.hasOutsider = true
            case .pipe, .other: break
            }
            if let end = otherEnd(of: channel), seen.insert(end).inserted { found.append(end) }
            guard seenBridges.insert(bridge).inserted else { continue }
            for next in bridges[bridge] ?? [] {
                guard seen.count < limit else { break }
                if seen.insert(next).inserted { found.append(next) }
            }
        }
        company.callers.sort()
        company.agents.sort()
        return company
    }

    private mutating func join(_ id: String, _ company: Company) -> [CallChange] {
        guard let call = calls[id] else { return [] }
        var isStaying = false
        var newcomers: [String] = []
        for channel in company.agents {
            guard let agent = channels[channel]?.agent else { continue }
            if call.speaks(agent) {
                isStaying = true
                addSpeaker(agent, channel, to: id)
            } else {
                newcomers.append(channel)
            }
        }
        if newcomers.isEmpty { return isStaying ? [] : handOut(id, call, company) }
        var changes: [CallChange] = []
        if !isStaying, !call.speakers.isEmpty, let first = channels[newcomers[0]]?.agent {
            forget(id, in: call.speakers)
            calls[id]?.speakers = []
            changes.append(.transfer(call: id, agent: first))
        }
        for channel in newcomers {
            guard let agent = channels[channel]?.agent else { continue }
            if calls[id]?.speaks(agent) == false { changes.append(.answer(call: id, agent: agent)) }
            addSpeaker(agent, channel, to: id)
        }
        silence(id)
        return changes
    }

    private mutating func addSpeaker(_ agent: Agent, _ channel: String, to id: String) {
        guard channels[channel]?.spokeIn.contains(id) == false else { return }
        channels[channel]?.spokeIn.append(id)
        guard let index = calls[id]?.speakers.firstIndex(where: { $0.agent == agent }) else {
            calls[id]?.speakers.append(.init(agent: agent, channels: [channel]))
            return
        }
        calls[id]?.speakers[index].channels.append(channel)
    }

    /// The caller speaks with somebody outside, to whom an agent has handed over and gone.
    private mutating func handOut(
        _ id: String, _ call: FollowedCall, _ company: Company
    ) -> [CallChange] {
        guard company.hasOutsider, !call.hasLiveSpeaker else { return [] }
        calls[id]?.speakers = []
        return call.speakers.map { .withdraw(call: id, agent: $0.agent) }
    }

    /// An answer takes a call off the screens of all others: nothing is to be said of them.
    private mutating func silence(_ id: String) {
        for leg in calls[id]?.legs ?? [] { channels[leg.channel]?.ringsFor = nil }
        calls[id]?.legs = []
        calls[id]?.fading = []
    }
}
