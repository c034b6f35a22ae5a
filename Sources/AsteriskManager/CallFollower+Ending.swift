import Customers

/// Who hangs up.
extension CallFollower {
    /// "Answered elsewhere".
    ///
    /// - Source: Asterisk, `causes.h`, `AST_CAUSE_ANSWERED_ELSEWHERE`.
    private static let answeredElsewhere = "26"

    mutating func hangsUp(_ event: ManagerMessage) -> [CallChange] {
        if let id = event.only("Uniqueid") { calls[id]?.isEnding = true }
        return []
    }

    mutating func end(_ event: ManagerMessage) -> [CallChange] {
        guard let id = event.only("Uniqueid"), !id.isEmpty else { return [] }
        return end(id, isQuicker: event["Cause"] == Self.answeredElsewhere)
    }

    /// - Parameter isQuicker: another phone was answered.
    mutating func end(_ id: String, isQuicker: Bool) -> [CallChange] {
        gone.insert(id)
        guard let channel = channels[id] else { return [] }
        var changes: [CallChange] = []
        if let call = calls.removeValue(forKey: id) {
            for leg in call.legs { channels[leg.channel]?.ringsFor = nil }
            forget(id, in: call.speakers)
            changes.append(.hangUp(call: id))
        }
        if let call = channel.ringsFor.flatMap({ calls[$0] }) {
            changes += endLeg(of: id, isFading: isQuicker || call.isEnding)
        }
        for call in channel.spokeIn { changes += endSpeaker(id, of: call) }
        remove(id, channel)
        return changes
    }

    private mutating func remove(_ id: String, _ channel: Channel) {
        enter(nil, id)
        if pipes[channel.name] == id { pipes[channel.name] = nil }
        if let source = channel.dialedBy { channels[source]?.dialed.removeAll { $0 == id } }
        channels[id] = nil
    }

    /// Where others go on with the caller, who leaves loses the call; the last one keeps it.
    mutating func endSpeaker(_ channel: String, of id: String) -> [CallChange] {
        guard let index = calls[id]?.speakers.firstIndex(where: { $0.channels.contains(channel) })
        else { return [] }
        calls[id]?.speakers[index].channels.removeAll { $0 == channel }
        guard let call = calls[id], call.speakers[index].channels.isEmpty, call.hasLiveSpeaker
        else { return [] }
        calls[id]?.speakers.remove(at: index)
        return [.withdraw(call: id, agent: call.speakers[index].agent)]
    }
}
