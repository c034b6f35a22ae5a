import CustomerStore
import Customers
import Scoring

/// How far the index is in step with the database.
struct IndexState {
    /// The index has been filled once; before that, lookups go to the database.
    var isComplete = false
    /// The index came from its snapshot, and what has changed since is being read.
    var isCatchingUp = false
    /// A reading of everything is under way.
    var isReading = true
    var expectedCustomers = 0
    var readCustomers = 0
    var appliedCustomers = 0
    /// Everything committed before this moment is in the index.
    var currentAsOf: Moment?
    /// Why the database can't be read at present.
    var trouble: StoreError?
    /// Where the search for customers that a reading did not name goes on; `nil`: none is due.
    var sweepPosition: Int?
    /// The index could not be kept because a table grows: it is to come to its end.
    var isEndingGrowth = false
    /// The thresholds of the value that are in force.
    var thresholds: Thresholds?
    var isScoring = false
    /// What the latest scoring came to.
    var latestScoring: ScoringRun.Report?
    /// The comparison under way.
    var comparison: Comparison?
    /// What the latest comparison found, and when.
    var latestComparison: (result: Comparison, at: Moment)?
    /// Who waits for the end of a scoring and of a comparison.
    var scoreWaiters: [Session.ID] = []
    var comparisonWaiters: [Session.ID] = []
}
