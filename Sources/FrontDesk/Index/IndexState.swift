public import CustomerStore
public import Customers
public import Scoring

/// How far the index is in step with the database, and how that is.
///
/// Its stored properties are what `STATS` tells of both, line by line.
public struct IndexState {
    /// The index has been filled once; before that, lookups go to the database.
    public internal(set) var isComplete = false
    /// The index came from its snapshot, and what has changed since is being read.
    public internal(set) var isCatchingUp = false
    /// A reading of everything is under way.
    public internal(set) var isReading = true
    public internal(set) var expectedCustomers = 0
    public internal(set) var readCustomers = 0
    public internal(set) var appliedCustomers = 0
    /// Everything committed before this moment is in the index.
    public internal(set) var currentAsOf: Moment?
    /// Why the database can't be read at present.
    public internal(set) var trouble: StoreError?
    /// Rows of the database that cannot be read.
    public internal(set) var unreadable = UnreadableCounts()
    /// What other programs have done to the schema.
    public internal(set) var schema = SchemaState()
    /// How long the write-ahead log is, in bytes, rounded down to a mebibyte.
    public internal(set) var logBytes = 0
    /// The clock was set back, and not everything has been told anew.
    public internal(set) var isClockSetBack = false
    /// Where the search for customers that a reading did not name goes on; `nil`: none is due.
    var sweepPosition: Int?
    /// The index could not be kept because a table grows: it is to come to its end.
    var isEndingGrowth = false
    /// The thresholds of the value that are in force.
    public internal(set) var thresholds: Thresholds?
    public internal(set) var isScoring = false
    /// The comparison under way.
    var comparison: Comparison?
    /// What the latest comparison found, and when.
    public internal(set) var latestComparison: (result: Comparison, at: Moment)?
}
