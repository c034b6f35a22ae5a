import Customers

/// Phones that ring, and stop ringing.
extension CallFollower {
    mutating func dialBegins(_ event: ManagerMessage) -> [CallChange] {
        let source = ChannelReport(event)
        guard let phone = ChannelReport(event, prefix: "Dest"), !gone.contains(phone.id) else {
            return []
        }
        let changes = (source.map { learn($0, event) } ?? []) + learnDialed(phone, by: source?.id)
        guard let agent = channels[phone.id]?.agent, let call = call(dialledBy: source, phone)
        else { return changes }
        return changes + ring(call, at: agent, by: phone.id)
    }

    private mutating func learnDialed(
        _ phone: ChannelReport, by source: String?
    ) -> [CallChange] {
        list?.touched.insert(phone.id)
        let isKnown = channels[phone.id] != nil
        guard isKnown || add(phone) else { return [] }
        if let source, channels[source] != nil, channels[phone.id]?.dialedBy == nil {
            channels[phone.id]?.dialedBy = source
            channels[source]?.dialed.append(phone.id)
        }
        return isKnown ? correct(phone) : []
    }

    /// Whose call a phone rings for: that of the caller who dials, be it through pipes.
    private func call(dialledBy source: ChannelReport?, _ phone: ChannelReport) -> String? {
        var next = source?.id
        for _ in 0..<Self.hopLimit {
            guard let id = next, let channel = channels[id] else { break }
            // A caller who is in a bridge dials nobody: this is late.
            if let call = calls[id] {
                return call.speakers.isEmpty || channel.bridge == nil ? id : nil
            }
            if channel.agent != nil { return nil }
            next = channel.dialedBy ?? otherEnd(of: channel).flatMap { channels[$0]?.dialedBy }
        }
        // Nobody known dials; while somebody speaks it may be that one asking a colleague.
        guard let call = calls[phone.linkedID], !call.hasLiveSpeaker else { return nil }
        return phone.linkedID
    }

    /// Pipes one behind the other; more is a loop.
    private static let hopLimit = 16

    /// A phone rings for a call.
    mutating func ring(_ id: String, at agent: Agent, by phone: String) -> [CallChange] {
        guard var call = calls[id], let channel = channels[phone], !channel.hasRung,
            channel.spokeIn.isEmpty
        else { return [] }
        let isShown = call.rings(at: agent)
        call.legs.append(.init(channel: phone, agent: agent))
        channels[phone]?.ringsFor = id
        channels[phone]?.hasRung = true
        // It rings anew, so those who were passed over have lost it, and those who spoke.
        var lost = call.fading.map(\.agent).filter { fading in
            !call.legs.contains { $0.agent == fading }
        }
        call.fading = []
        let spoke = call.speakers.map(\.agent)
        forget(id, in: call.speakers)
        call.speakers = []
        if spoke.contains(agent) { lost += spoke }
        var changes = lost.map { CallChange.withdraw(call: id, agent: $0) }
        if !spoke.isEmpty, !spoke.contains(agent) {
            changes.append(.transfer(call: id, agent: agent))
        } else if !isShown {
            changes.append(.ring(call: id, agent: agent, caller: call.caller))
        }
        calls[id] = call
        return changes
    }

    mutating func forget(_ call: String, in speakers: [FollowedCall.Speaker]) {
        for channel in speakers.flatMap(\.channels) {
            channels[channel]?.spokeIn.removeAll { $0 == call }
        }
    }

    mutating func dialEnds(_ event: ManagerMessage) -> [CallChange] {
        var changes = learn(event)
        guard let phone = ChannelReport(event, prefix: "Dest"), !gone.contains(phone.id) else {
            return changes
        }
        changes += learnDialed(phone, by: nil)
        switch event["DialStatus"] {
        // Whoever lifts it has to be joined with the caller; why it was given up, its hanging up
        // says.
        case "ANSWER", "CANCEL", nil: return changes
        default: return changes + endLeg(of: phone.id)
        }
    }

    /// A phone rings no more.
    ///
    /// - Parameter isFading: somebody else was quicker, or the caller hangs up: what comes next
    ///   says more than a withdrawal.
    mutating func endLeg(of phone: String, isFading: Bool = false) -> [CallChange] {
        guard let id = channels[phone]?.ringsFor, var call = calls[id],
            let index = call.legs.firstIndex(where: { $0.channel == phone })
        else { return [] }
        channels[phone]?.ringsFor = nil
        let agent = call.legs.remove(at: index).agent
        defer { calls[id] = call }
        if call.rings(at: agent) || call.speaks(agent) { return [] }
        guard !isFading else {
            call.fading.append(.init(agent: agent))
            return []
        }
        return [.withdraw(call: id, agent: agent)]
    }

    /// An agent who asked a colleague hands the caller over before that one has answered.
    mutating func handsOver(_ event: ManagerMessage) -> [CallChange] {
        guard event["DestType"] == "App",
            let first = event.only("OrigTransfererUniqueid"),
            let id = channels[first]?.spokeIn.last,
            let second = event.only("SecondTransfererUniqueid"), calls[id] != nil
        else { return [] }
        var changes: [CallChange] = []
        for phone in channels[second]?.dialed ?? [] {
            guard let channel = channels[phone], channel.bridge == nil, let agent = channel.agent
            else { continue }
            channels[phone]?.dialedBy = id
            changes += ring(id, at: agent, by: phone)
        }
        return changes
    }
}
