public import Customers

/// What one request line asks.
public enum Request: Equatable, Sendable {
    /// A number in its canonical spelling; the way of nearly all lookups.
    case lookup(PhoneNumber)
    /// A number in any other spelling: the bytes of the line where it stands.
    case lookupSpelled(Range<Int>)
    /// Every customer of a number: the bytes of the line where it stands.
    case matches(Range<Int>)
    /// Every step of a lookup: the bytes of the line where the number stands.
    case why(Range<Int>)
    /// Whose calls this connection names; `nil`: it only asks.
    case pbx(NamedPBX?)
    /// Where this connection's line is; `nil`: nowhere in particular.
    case region(String?)
    /// How this connection's line writes numbers: one of the words of the formats.
    case numberFormat(String)
    /// What stands before numbers from outside on this connection's line; `nil`: nothing.
    case accessCode(String?)
    /// The settings of this connection's line.
    case lineSettings
    /// Stored numbers that cannot be read.
    case badNumbers(count: Int)
    /// Stored numbers that newer data has read in another way.
    case changedNumbers(count: Int)
    /// A number, a customer, who says so.
    case link(LinkVerb, number: Range<Int>, CustomerReference, agent: String)
    case card(CustomerReference)
    /// - Parameter named: only the entries with this reference, with their whole texts.
    case history(CustomerReference, named: String?, count: Int)
    /// How the four figures came about.
    case explain(CustomerReference)
    case write(WriteRequest)
    /// Computes the thresholds anew.
    case score
    /// Compares the index with the database.
    case verify
    /// The request's text follows on lines of its own.
    case block(TextBlock)
    case call(CallEvent)
    case watch(WatchTarget)
    case help(Verb?)
    /// Which server this is; and who the client is, if it says so.
    case hello(client: String?)
    /// Who the client is, and the bytes of the line by which it shows that.
    case signIn(name: String, token: Range<Int>)
    /// For whom a gateway asks; `nil`: for nobody.
    case act(client: String?)
    /// Shows all of one customer for a while.
    case unmask(CustomerReference, reason: String)
    case ping
    case version
    case stats
    case clients
    case format(ReplyFormat)
    case quit
}

/// What is to be done with the link of a number and a customer.
public enum LinkVerb: Sendable {
    case link, confirm, unlink
}

/// How a connection wants its replies.
public enum ReplyFormat: String, CaseIterable, Sendable {
    case text, json
}
