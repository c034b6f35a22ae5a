import Customers

/// One or several losses of the same service that a customer knows as one interruption.
///
/// A loss belongs to the incident when it begins before the incident has ended or no later than
/// the re-loss gap (60 minutes) after. Losses that overlap are one. The incident begins with
/// its first loss, and its length is the time without service: the lengths of its losses added
/// up, without the time between them. So five losses of two minutes within an hour count as an
/// interruption, and one loss of four minutes does not.
///
/// Planned losses form incidents of their own: works that were announced do not make a fault
/// longer, nor does a fault turn announced works into one. A loss that lies in the future is
/// no part of anything yet.
///
/// - Source: `Sources/DECISIONS.md`, "Interruptions".
struct Incident {
    /// The position of its first loss.
    let position: Int
    let service: UInt32
    let isPlanned: Bool
    let beganAt: Moment
    /// When the latest loss began.
    private(set) var lossBeganAt: Moment
    /// When the latest loss ended or will end; `nil`: not known.
    private(set) var endedAt: Moment?
    /// The lengths of all losses before the latest one.
    private(set) var earlierSeconds: Int64 = 0

    private init(_ loss: InterruptionEvent, position: Int) {
        self.position = position
        service = loss.service
        isPlanned = loss.isPlanned
        beganAt = loss.beganAt
        lossBeganAt = loss.beganAt
        endedAt = loss.endedAt
    }

    /// Finds the incidents among `losses`.
    ///
    /// - Parameters:
    ///   - incident: called with each incident as it stands at `now`.
    ///   - member: called with the position and verdict of each loss that begins no incident.
    static func visit(
        _ losses: [InterruptionEvent], at now: Moment, rules: CountRules,
        incident: (Incident) -> Void, member: (Int, InterruptionVerdict) -> Void
    ) {
        let order = Order(of: losses, by: InterruptionEvent.precedes)
        var current: Incident?
        for rank in losses.indices {
            let position = order[rank]
            let loss = losses[position]
            guard loss.beganAt <= now else {
                member(position, .notYetBegun(until: loss.beganAt))
                continue
            }
            if current?.absorb(loss, gap: Int64(rules.relossGapSeconds)) == true {
                if let current { member(position, .sameIncident(as: current.position)) }
                continue
            }
            if let current { incident(current) }
            current = Incident(loss, position: position)
        }
        if let current { incident(current) }
    }

    /// - Returns: `false` when `loss`, which begins no earlier, is no part of this incident.
    private mutating func absorb(_ loss: InterruptionEvent, gap: Int64) -> Bool {
        guard loss.service == service, loss.isPlanned == isPlanned else { return false }
        guard let end = endedAt else { return true }
        guard loss.beganAt <= end + gap else { return false }
        if loss.beganAt > end {
            earlierSeconds += end - lossBeganAt
            lossBeganAt = loss.beganAt
        }
        endedAt = loss.endedAt.map { max($0, end) }
        return true
    }

    func isUnderWay(at now: Moment) -> Bool { endedAt.map { $0 > now } ?? true }

    /// Seconds without service until `now`.
    func seconds(at now: Moment) -> Int64 {
        earlierSeconds + (min(endedAt ?? now, now) - lossBeganAt)
    }

    func verdict(at now: Moment, rules: CountRules) -> InterruptionVerdict {
        let leaves = beganAt + rules.interruptionWindow
        let minimum = Int64(rules.interruptionMinimumSeconds)
        if isPlanned { return .planned }
        if isUnderWay(at: now) {
            guard seconds(at: now) <= minimum else { return .countsAsUnderWay }
            return .notLongEnough(until: lossBeganAt + (minimum - earlierSeconds + 1))
        }
        guard leaves > now else { return .leftWindow(at: leaves) }
        return seconds(at: now) > minimum ? .countsAsRecent(until: leaves) : .momentary
    }

    /// When this incident's part of the figure changes though nothing is written.
    func nextChange(at now: Moment, rules: CountRules) -> Moment? {
        let leaves = beganAt + rules.interruptionWindow
        guard isUnderWay(at: now) else { return leaves > now ? leaves : nil }
        var next = endedAt
        if case .notLongEnough(let until) = verdict(at: now, rules: rules) {
            next.bringForward(to: until)
        }
        return next
    }
}
