import Customers

/// What channels there are.
extension CallFollower {
    /// Learns of the channel that an event is about.
    mutating func learn(_ event: ManagerMessage) -> [CallChange] {
        guard let report = ChannelReport(event) else { return [] }
        return learn(report, event)
    }

    /// - Parameter event: says the caller's number, where this is a call.
    mutating func learn(_ report: ChannelReport, _ event: ManagerMessage) -> [CallChange] {
        guard !gone.contains(report.id) else { return [] }
        list?.touched.insert(report.id)
        guard channels[report.id] == nil else { return correct(report) }
        guard add(report), isCall(report) else { return [] }
        let caller = CallerNumber(event)
        calls[report.id] = FollowedCall(caller: caller)
        return [.arrive(call: report.id, caller: caller)]
    }

    /// It comes in by a trunk, and nobody here has it made.
    private func isCall(_ report: ChannelReport) -> Bool {
        channels[report.id]?.kind == .trunk && report.linkedID == report.id && !report.isUnanswered
    }

    /// - Returns: `false` for one too many.

    mutating func add(_ report: ChannelReport) -> Bool {
        guard channels.count < Self.channelLimit else {
            refusedCount += 1
            return false
        }
        let kind = names.kind(of: report.name)
        channels[report.id] = Channel(
            name: report.name, kind: kind, linkedID: report.linkedID)
        if case .pipe = kind { pipes[report.name] = report.id }
        return true
    }

    /// What is known already may bear another name now, and belong to something else.
    mutating func correct(_ report: ChannelReport) -> [CallChange] {
        channels[report.id]?.linkedID = report.linkedID
        return setName(report.name, of: report.id)
    }

    mutating func rename(_ event: ManagerMessage) -> [CallChange] {
        guard let id = event.only("Uniqueid"), channels[id] != nil, let name = event["Newname"]
        else { return [] }
        return setName(name, of: id)
    }

    /// Where a channel becomes somebody else's, that one speaks from now on.
    private mutating func setName(_ name: String, of id: String) -> [CallChange] {
        guard let old = channels[id], old.name != name else { return [] }
        if pipes[old.name] == id { pipes[old.name] = nil }
        let kind = names.kind(of: name)
        channels[id]?.name = name
        channels[id]?.kind = kind
        if case .pipe = kind { pipes[name] = id }
        guard kind != old.kind else { return [] }
        channels[id]?.spokeIn = []
        return old.spokeIn.flatMap { endSpeaker(id, of: $0) } + join(from: id)
    }

    /// The caller's number, where it is said only now; the dialplan may have looked it up, too.
    mutating func renumber(_ event: ManagerMessage) -> [CallChange] {
        guard let id = event.only("Uniqueid") else { return [] }
        return renumber(id, CallerNumber(event))
    }

    /// The caller does not want the number to be shown.
    mutating func withhold(_ id: String) -> [CallChange] { renumber(id, .withheld) }

    func channelName(of call: String) -> String? { channels[call]?.name }

    private mutating func renumber(_ id: String, _ caller: CallerNumber) -> [CallChange] {
        guard let call = calls[id], caller != call.caller, caller != .unknown else { return [] }
        calls[id]?.caller = caller
        return [.arrive(call: id, caller: caller)]
            + call.ringing.map { .ring(call: id, agent: $0, caller: caller) }
    }

    /// The other end of a pipe.
    func otherEnd(of channel: Channel) -> String? {
        guard case .pipe(let name) = channel.kind else { return nil }
        return pipes[name]
    }
}

extension CallerNumber {
    /// Words that stand where a number would.
    private static let withheldWords: Set<String> = [
        "anonymous", "private", "restricted", "withheld", "blocked",
    ]
    private static let unknownWords: Set<String> = [
        "", "<unknown>", "unknown", "unavailable", "asterisk", "s",
    ]

    /// - Source: Asterisk, `callerid.h`: `AST_PRES_RESTRICTION` 0x60, of which 0x00 is allowed and
    ///   0x40 says that there is no number.
    init(_ event: ManagerMessage) {
        let presentation = event["CID-CallingPres"]?.prefix { ("0"..."9").contains($0) } ?? ""
        switch (Int(presentation) ?? 0) & 0x60 {
        case 0: self.init(said: event["CallerIDNum"] ?? "")
        case 0x40: self = .unknown
        default:
            self = event["CallerIDNum"].map(Self.init(said:)) == .unknown ? .unknown : .withheld
        }
    }

    /// A number, or a word that stands where one would.
    init(said: String) {
        let word = said.lowercased()
        if Self.unknownWords.contains(word) {
            self = .unknown
        } else if Self.withheldWords.contains(word) {
            self = .withheld
        } else {
            self = .number(said)
        }
    }
}
