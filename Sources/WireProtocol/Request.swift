public import Customers

/// What one request line asks.
public enum Request: Equatable, Sendable {
    /// A number in its canonical spelling; the way of nearly all lookups.
    case lookup(PhoneNumber)
    /// A number in any other spelling: the bytes of the line where it stands.
    case lookupSpelled(Range<Int>)
    case card(CustomerReference)
    case history(CustomerReference, count: Int)
    /// How the four figures came about.
    case explain(CustomerReference)
    case write(WriteRequest)
    /// Computes the thresholds anew.
    case score
    /// Compares the index with the database.
    case verify
    /// The request's text follows on lines of its own.
    case block(TextBlock)
    case help(Verb?)
    case ping
    case version
    case stats
    case clients
    case format(ReplyFormat)
    case quit
}

/// How a connection wants its replies.
public enum ReplyFormat: String, CaseIterable, Sendable {
    case text, json
}
