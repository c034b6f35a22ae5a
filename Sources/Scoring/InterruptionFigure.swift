public import Customers

/// A customer's interruptions of service at one moment.
public struct InterruptionFigure: Hashable, Sendable {
    /// Incidents longer than the minimum that began within the window or are under way.
    public private(set) var count = 0
    /// Since when a service is lost now, unplanned; shown from the first second, counted or not.
    ///
    /// The beginning of the latest loss: an incident's earlier losses are over. Of several
    /// services the one that was lost first.
    public private(set) var underWaySince: Moment?
    /// Announced incidents that began within the window or are under way.
    public private(set) var planned = 0
    /// Incidents of the window that are over and were not longer than the minimum.
    public private(set) var momentary = 0
    /// The figure stays as it is until this moment, unless something is written.
    public private(set) var nextChange: Moment?

    /// How many of those that count are running; their seconds grow with the clock.
    private var runningCount: Int64 = 0
    /// The seconds at `now` of all that count, less `runningCount * now`.
    private var secondsOffset: Int64 = 0
    private var longestEnded: Int64 = 0
    /// The seconds at `now` of the longest running one, less `now`.
    private var longestRunningOffset: Int64?

    /// The figure of a customer without interruptions.
    public init() {}

    /// - Parameter losses: in any order, and all there are: an incident that reaches back over
    ///   the edge of the window is judged by its first loss. Sorted by service, unplanned
    ///   first, then beginning, they need no memory.
    public init(_ losses: [InterruptionEvent], at now: Moment, rules: CountRules) {
        guard !losses.isEmpty else { return }
        var figure = InterruptionFigure()
        Incident.visit(
            losses, at: now, rules: rules,
            incident: { figure.add($0, at: now, rules: rules) },
            member: { _, verdict in
                guard case .notYetBegun(let until) = verdict else { return }
                figure.nextChange.bringForward(to: until)
            })
        self = figure
    }

    public init(_ losses: [Interruption], at now: Moment, rules: CountRules) {
        self.init()
        guard !losses.isEmpty else { return }
        let events = InterruptionEvent.events(of: losses)
        self = InterruptionFigure(events, at: now, rules: rules)
    }

    /// Seconds without service in all incidents that count, each from beginning to end.
    ///
    /// - Parameter now: between the moment of this figure and `nextChange`; those under way
    ///   grow by the second.
    public func lostSeconds(at now: Moment) -> Int64 {
        secondsOffset + runningCount * now.secondsSince1970
    }

    /// Seconds without service in the longest incident that counts; 0 when none does.
    public func longestSeconds(at now: Moment) -> Int64 {
        max(longestEnded, longestRunningOffset.map { $0 + now.secondsSince1970 } ?? 0)
    }

    private mutating func add(_ incident: Incident, at now: Moment, rules: CountRules) {
        nextChange.bringForward(to: incident.nextChange(at: now, rules: rules))
        let isUnderWay = incident.isUnderWay(at: now)
        if isUnderWay, !incident.isPlanned {
            underWaySince.bringForward(to: incident.lossBeganAt)
        }
        switch incident.verdict(at: now, rules: rules) {
        case .countsAsRecent:
            count += 1
            secondsOffset += incident.seconds(at: now)
            longestEnded = max(longestEnded, incident.seconds(at: now))
        case .countsAsUnderWay:
            count += 1
            let offset = incident.seconds(at: now) - now.secondsSince1970
            runningCount += 1
            secondsOffset += offset
            longestRunningOffset = max(longestRunningOffset ?? offset, offset)
        case .momentary:
            momentary += 1
        case .planned:
            if isUnderWay || incident.beganAt + rules.interruptionWindow > now { planned += 1 }
        case .notLongEnough, .leftWindow, .notYetBegun, .sameIncident:
            break
        }
    }
}
