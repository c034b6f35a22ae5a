public import Customers

/// What the store tells the index, in this order, from the first reading on.
public enum IndexUpdate: Sendable {
    /// A reading of everything begins; about so many will come.
    case begin(customers: Int, numbers: Int)
    /// These customers are now so; the removed ones are no more.
    case customers([Summary], removed: [CustomerID])
    /// The reading has come to its end: whoever it did not name is no more.
    case complete
    /// Which figures are known at all.
    case sources(LoadedSources)
    /// Everything committed before this moment has been told.
    case current(asOf: Moment)
    /// The database can't be read; what was told still stands.
    case unavailable(StoreError)
}
