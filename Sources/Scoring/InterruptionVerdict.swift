public import Customers

/// What of a loss of service decides whether it counts.
public struct InterruptionEvent: Hashable, Sendable {
    /// A number that the caller gives to each distinct service.
    public let service: UInt32
    public let isPlanned: Bool
    public let beganAt: Moment
    /// `nil`: under way. An end in the future is one, too, until it comes.
    public let endedAt: Moment?

    /// - Parameter endedAt: an end before the beginning counts as the beginning.
    public init(service: UInt32, beganAt: Moment, endedAt: Moment?, isPlanned: Bool = false) {
        self.service = service
        self.isPlanned = isPlanned
        self.beganAt = beganAt.withinReach
        self.endedAt = endedAt.map { max($0, beganAt).withinReach }
    }

    /// Gives each service its number; all losses that name none are of one service.
    public static func events(of losses: [Interruption]) -> [InterruptionEvent] {
        var services: [String: UInt32] = [:]
        return losses.map { loss in
            let next = UInt32(services.count)
            let service = services[loss.service] ?? next
            if service == next { services[loss.service] = next }
            return InterruptionEvent(
                service: service, beganAt: loss.beganAt, endedAt: loss.endedAt,
                isPlanned: loss.isPlanned)
        }
    }

    /// The losses of one service side by side, planned ones apart, by their beginning.
    public static func precedes(_ left: InterruptionEvent, _ right: InterruptionEvent) -> Bool {
        if left.service != right.service { return left.service < right.service }
        if left.isPlanned != right.isPlanned { return right.isPlanned }
        return left.beganAt < right.beganAt
    }
}

/// Whether an incident counts, and why.
///
/// - Source: `Sources/DECISIONS.md`, "Interruptions"; the incident is explained at `Incident`.
public enum InterruptionVerdict: Hashable, Sendable {
    /// Over, began within the window, which it leaves at `until`.
    case countsAsRecent(until: Moment)
    /// Under way for longer than the minimum; counts whatever its age.
    case countsAsUnderWay
    /// Under way, but not longer than the minimum before `until`.
    case notLongEnough(until: Moment)
    /// Over, and no longer than the minimum.
    case momentary
    /// Announced beforehand.
    case planned
    case leftWindow(at: Moment)
    case notYetBegun(until: Moment)
    /// Of the same incident as the loss at this position, which stands for both.
    case sameIncident(as: Int)

    public var counts: Bool {
        switch self {
        case .countsAsRecent, .countsAsUnderWay: true
        case .notLongEnough, .momentary, .planned, .leftWindow, .notYetBegun, .sameIncident: false
        }
    }

    /// One verdict for each loss of service, in the same order.
    public static func verdicts(
        on losses: [InterruptionEvent], at now: Moment, rules: CountRules
    ) -> [InterruptionVerdict] {
        var verdicts = [InterruptionVerdict](repeating: .planned, count: losses.count)
        Incident.visit(
            losses, at: now, rules: rules,
            incident: { verdicts[$0.position] = $0.verdict(at: now, rules: rules) },
            member: { verdicts[$0] = $1 })
        return verdicts
    }
}
