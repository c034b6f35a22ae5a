import Access
import AsteriskManager
import Customers
import EventLoop
import FrontDesk
import Numbering
import PBXLink

/// Follows the calls of one telephony system: what its connection tells becomes questions to the
/// desk, in order and a little at a time.
final class PBXFollower {
    /// Time on the loop after which what has been told waits for the next turn.
    private static let sliceNanoseconds: UInt64 = 20_000

    private let desk: FrontDesk
    private unowned let door: AsteriskDoor
    private let party: Party
    private let link: PBXLink
    private var work: SlicedWork?
    /// What has been told and not carried out, in order; reading rests while there is any.
    private var waiting: [PBXLink.Event] = []
    /// The database is asked who calls: what comes behind it waits.
    private var isAsking = false
    /// Calls under way, by the names that the telephony system has for them.
    private var names: [String: CallID] = [:]
    /// Calls that were followed there under other settings, and may be none any more.
    private var before: Set<CallID>
    /// How it stands, but for what is counted elsewhere.
    private var standing: FollowedPBX
    /// Called when it is followed anew.
    var onFollowing: (FollowedPBX) -> Void = { _ in }
    var onRemark: (FollowedPBX, String) -> Void = { _, _ in }

    var settings: PBXSettings { link.settings }

    var status: FollowedPBX {
        var status = standing
        status.eventCount = link.counts.messages
        status.skippedCount = link.counts.skipped + link.follower.refusedCount
        status.liveCallCount = names.count
        return status
    }

    /// - Parameter former: who has followed it until now, under other settings.
    init(
        _ settings: PBXSettings, insteadOf former: PBXFollower?, _ desk: FrontDesk,
        _ door: AsteriskDoor, on loop: Loop
    ) throws(LoopError) {
        before = former.map { $0.before.union($0.names.values) } ?? []
        self.desk = desk
        self.door = door
        link = try PBXLink(settings, on: loop)
        standing = FollowedPBX(name: settings.name, address: "\(settings.address)")
        party = Party(
            id: desk.makePartyID(), rights: Rights(local: .telephony),
            origin: ManagerInterface("\(settings.address)"))
        work = try SlicedWork(on: loop) { [unowned self] in carryOutSlice() }
        link.onEvent = { [unowned self] in take($0) }
    }

    func start() { link.start() }

    /// Tries now where it would wait: somebody may have put right what was wrong.
    func hurry() { link.hurry() }

    /// Ends for good. Its calls are over for whoever watches: nobody would tell when they are.
    func close(endingCalls: Bool) {
        link.close()
        work?.close()
        if endingCalls { end(allBut: []) }
    }

    private func take(_ event: PBXLink.Event) {
        waiting.append(event)
        if waiting.count == 1, !isAsking, !carryOutSlice() { return }
        link.pauseReading()
        if !isAsking { work?.start() }
    }

    /// Whether the database's answer is waited for by this party.
    func isThere(_ party: Party.ID) -> Bool { party == self.party.id }

    /// The database has answered; the call is shown.
    func goOn() {
        isAsking = false
        work?.start()
    }

    /// - Returns: whether anything is left.
    private func carryOutSlice() -> Bool {
        let deadline = desk.clock.monotonicNanoseconds() + Self.sliceNanoseconds
        var done = 0
        while done < waiting.count, !isAsking {
            done += 1
            carryOut(waiting[done - 1])
            if desk.clock.monotonicNanoseconds() >= deadline { break }
        }
        waiting.removeFirst(done)
        // What has happened before is not to wait for the database.
        if isAsking { desk.calls.pushNotices() }
        if waiting.isEmpty { link.resumeReading() }
        return !waiting.isEmpty && !isAsking
    }

    private func carryOut(_ event: PBXLink.Event) {
        switch event {
        case .connecting: standing.state = .connecting
        case .signingIn: standing.state = .signingIn
        case .signedIn(let version):
            standing.version = version
            standing.state = .reading
        case .remark(let text): onRemark(status, text)
        case .change(let change): carryOut(change)
        case .isCurrent: becomeCurrent()
        // What comes at once is pushed at once: each push is a call of the system.
        case .isRead: desk.calls.pushNotices()
        case .lost(let reason, _): lose(reason)
        }
    }

    private func becomeCurrent() {
        guard standing.state != .following else { return }
        putRight()
        standing.state = .following
        standing.reason = nil
        standing.since = desk.clock.now()
        onFollowing(status)
    }

    /// What the desk knows of calls there may be of before: of a daemon, or of a connection, that
    /// has missed what happened since.
    private func putRight() {
        let follower = link.follower
        let there = follower.callNames.compactMap { CallID($0) }
        let full = there.compactMap { CallID($0, of: settings.name) }
        // Others may be the dialplan's, which tells of their end; nobody would of these.
        let others = Set(there + full).subtracting(before)
        before = []
        end(allBut: others.union(names.values))
        for (call, name) in names {
            let agents = follower.ringing(call) + follower.speaking(call)
            for agent in desk.calls.agents(on: name) where !agents.contains(agent) {
                ask(.withdrawn(name, agent))
            }
        }
    }

    private func lose(_ reason: String) {
        if standing.state == .following { standing.lossCount += 1 }
        standing.since = nil
        standing.state = .failed(reason: reason)
        standing.reason = reason
    }

    private func end(allBut known: Set<CallID>) {
        desk.calls.endCalls(of: settings.name, but: known)
        desk.onWork()
    }
}

/// What happened to calls there, as questions.
extension PBXFollower {
    private func carryOut(_ change: CallChange) {
        switch change {
        case .arrive(let call, let caller):
            announce(call, caller) { .call($0) }
        case .ring(let call, let agent, let caller):
            announce(call, caller) { .screen($0, agent) }
        case .withdraw(let call, let agent): ask(call) { .withdrawn($0, agent) }
        case .answer(let call, let agent): ask(call) { .answered($0, agent) }
        case .transfer(let call, let agent): ask(call) { .transferred($0, agent) }
        case .hangUp(let call):
            ask(call) { .hungUp($0) }
            names[call] = nil
        }
    }

    private func announce(
        _ call: String, _ caller: CallerNumber, _ place: (CallID) -> Announcement.Place
    ) {
        let received = Received(caller.bytes, on: settings.line.over(desk.callers.line))
        guard let name = name(of: call) else { return }
        ask(
            .announce(
                Announcement(
                    received, place(name), from: settings.name,
                    takesNumberBack: caller == .withheld)))
        // It has a latency of its own.
        desk.statistics.leaveUntimed()
    }

    private func name(of call: String) -> CallID? {
        if let known = names[call] { return known }
        let name = CallID(call).flatMap {
            desk.calls.followedName(of: $0, at: settings.name)
        }
        if let name {
            names[call] = name
            standing.callCount += 1
        }
        return name
    }

    private func ask(_ call: String, _ question: (CallID) -> Question) {
        if let name = names[call] { ask(question(name)) }
    }

    /// What comes of it is told to those who watch; a call that the desk has no room for is counted
    /// there.
    private func ask(_ question: Question) {
        isAsking = desk.ask(question, by: party, through: door).answer == nil
    }
}

extension CallerNumber {
    /// As a line delivers it.
    fileprivate var bytes: [UInt8] {
        switch self {
        case .number(let text): Array(text.utf8)
        case .withheld: []
        case .unknown: Array("?".utf8)
        }
    }
}

/// Where what a manager interface tells comes from.
private final class ManagerInterface: Origin {
    let address: String

    init(_ address: String) { self.address = address }
}
