public import CustomerRecords
public import Customers
public import Scoring

/// What the store tells the index, in this order, from the first reading on.
public enum IndexUpdate: Sendable {
    /// The index that was kept is back; what has changed since comes next.
    case restored
    /// The index as it is now may be kept.
    case cut(FeedCut)
    /// A reading of everything begins; about so many will come.
    case begin(customers: Int, numbers: Int)
    /// These customers are now so; the removed ones are no more.
    case customers(SummaryBatch, removed: [CustomerID])
    /// The reading has come to its end: whoever it did not name is no more.
    case complete
    /// Which figures are known at all.
    case sources(LoadedSources)
    /// Everything committed before this moment has been told.
    case current(asOf: Moment)
    /// The database can't be read; what was told still stands.
    case unavailable(StoreError)
    /// The clock has been set, by so many seconds.
    case clockWasSet(seconds: Int64)
    /// What was told of a time that has not come is told anew, all of it.
    case clockIsFollowed
    /// Rows that cannot be read, as of now.
    case unreadable(UnreadableCounts)
    /// What other programs have done to the schema, as of now.
    case schema(SchemaState)
    /// How long the write-ahead log is, in bytes.
    case logBytes(Int)
    /// What has happened to the file.
    case noticed(StoreNotice)
    /// All customers are being scored.
    case scoringBegins
    /// All customers have been scored.
    case scored(ScoringRun.Report, isOrdered: Bool)
    /// The thresholds that are in force now.
    case thresholds(Thresholds?)
    /// A comparison begins; whoever is told from here on is no difference.
    case comparisonBegins
    /// The index must have these customers so.
    case compare(SummaryBatch)
    /// The index must have no others than those compared and those told since.
    case comparisonEnds
    /// An order comes to nothing.
    case failed(StoreOrder, StoreError)
}
