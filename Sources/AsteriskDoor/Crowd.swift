import FrontDesk

/// How many connections of Asterisk stand where, and who came there first.
struct Crowd {
    /// Those that have not said what they have to say.
    private(set) var silentCount = 0
    /// Those that wait for their answer.
    private(set) var waitingCount = 0
    /// Those that have been answered and have not ended.
    private(set) var answeredCount = 0

    private var silent = Line()
    private var answered = Line()

    mutating func enter(_ session: FastAGISession) {
        count(session.stage, 1)
        silent.append(session.id)
    }

    mutating func leave(_ session: FastAGISession) { count(session.stage, -1) }

    /// Counts what a step changes.
    mutating func move<Result>(_ session: FastAGISession, _ step: () -> Result) -> Result {
        let before = session.stage
        let result = step()
        if session.stage != before {
            count(before, -1)
            count(session.stage, 1)
            if session.stage == .end { answered.append(session.id) }
        }
        return result
    }

    /// The one that has been silent for longest.
    mutating func nextSilent(_ session: (Party.ID) -> FastAGISession?) -> FastAGISession? {
        silent.next(session, at: .environment)
    }

    /// The one that has waited for its client's end for longest.
    mutating func nextAnswered(_ session: (Party.ID) -> FastAGISession?) -> FastAGISession? {
        answered.next(session, at: .end)
    }

    private mutating func count(_ stage: FastAGISession.Stage, _ change: Int) {
        switch stage {
        case .environment: silentCount += change
        case .answer: waitingCount += change
        case .end: answeredCount += change
        }
    }

    /// Names in the order in which they came; some have gone on.
    private struct Line {
        private static let slack = 4096

        private var ids: [Party.ID] = []
        private var first = 0

        mutating func append(_ id: Party.ID) {
            ids.append(id)
            // Who came so long before has gone: a connection lasts a second at most.
            if ids.count - first > Self.slack { first = ids.count - Self.slack / 2 }
            if 2 * first > ids.count {
                ids.removeFirst(first)
                first = 0
            }
        }

        mutating func next(
            _ session: (Party.ID) -> FastAGISession?, at stage: FastAGISession.Stage
        ) -> FastAGISession? {
            while first < ids.count {
                first += 1
                if let session = session(ids[first - 1]), session.stage == stage { return session }
            }
            return nil
        }
    }
}
