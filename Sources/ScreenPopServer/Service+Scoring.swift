import CustomerStore
import ProtocolWords
import Scoring
import WireProtocol

/// `SCORE`, and what is told of scoring.
extension Service {
    /// Long work is done in the background; the session waits for its end, nobody else does.
    func order(_ order: StoreOrder, _ session: Session) throws(ReplyCode) {
        try awaitStore(session)
        switch order {
        case .score: state.scoreWaiters.append(session.id)
        case .verify: state.comparisonWaiters.append(session.id)
        }
        store.order(order)
    }

    func applyScoring(_ update: IndexUpdate) {
        switch update {
        case .scoringBegins: state.isScoring = true
        case .thresholds(let thresholds): state.thresholds = thresholds
        case .scored(let report, let isOrdered):
            state.isScoring = false
            state.latestScoring = report
            if isOrdered { answerScorers(report) }
        case .restored, .cut, .begin, .customers, .complete, .sources, .current, .unavailable,
            .comparisonBegins,
            .compare, .comparisonEnds:
            preconditionFailure("not about scoring")
        }
    }

    private func answerScorers(_ report: ScoringRun.Report) {
        let waiters = state.scoreWaiters
        state.scoreWaiters = []
        for session in waiters {
            goOn(session) {
                writer.begin(.done)
                if let version = report.version { writer.field("version", Int(version)) }
                writer.field("active", report.activeCustomers)
                writer.field("base", word: report.isSmallBase ? "small" : "ranked")
                writer.field("changed", report.changed)
                writer.end()
            }
        }
    }

    /// The lines of `STATS` about scoring and the latest comparison.
    func writeDuties() {
        writer.line("scoring")
        writer.field("state", word: state.isScoring ? "running" : "idle")
        if let thresholds = state.thresholds {
            writer.field("version", Int(thresholds.version))
            writer.field("computed", thresholds.computedAt)
            writer.field("active", thresholds.activeCount)
            writer.field("base", word: thresholds.isSmallBase ? "small" : "ranked")
        } else {
            writer.field(unknown: "version")
        }
        if let (comparison, at) = state.latestComparison {
            writer.line("comparison")
            writer.field("at", at)
            write(countsOf: comparison)
        }
    }
}
