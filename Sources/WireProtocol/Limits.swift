import Customers

/// Every limit that a client can feel: `Protocol/limits.tsv`, and a test that compares the two.
public enum Limits {
    /// Longest request line without its line ending, in bytes.
    public static let requestLineBytes = 1024
    /// Connections served at once, over all listeners.
    public static let connections = 10_000
    /// Replies a client has not taken, in bytes, beyond which we read no more of its requests.
    public static let unsentReplyBytes = 256 * 1024
    /// How long a client may leave replies untaken, in seconds.
    public static let slowClientSeconds = 60
    /// How long a new connection may stay silent before its first request, in seconds.
    public static let firstRequestSeconds = 300
    /// How long we wait for the client's end after our own, in seconds.
    public static let lingerSeconds = 5
    /// How long a clean stop may take to hand over replies, in seconds.
    public static let shutdownSeconds = 10
    /// Requests that wait for the database, over all connections.
    public static let waitingRequests = 10_000
    /// Entries one `HISTORY` returns at most.
    public static let historyEntries = 500
    /// Entries `HISTORY` returns when no count is given.
    public static let historyEntriesDefault = 20
    /// Rows of one kind that `EXPLAIN` shows; the latest ones.
    public static let explainedEntries = 500
    /// Rows of one kind that a card shows.
    public static let cardEntries = 5
    /// A name on the wire, in bytes of UTF-8; what is longer is cut at a character.
    public static let nameBytes = DisplayText.nameBytes
    /// A free text (subject, detail, resolution) on the wire, in bytes of UTF-8.
    public static let textBytes = 2000
    /// A reference that a client chooses for a write, in bytes.
    public static let referenceBytes = 64
    /// A text that a client sends in a block, in bytes, line endings counted as one.
    public static let blockBytes = 16 * 1024
    /// The name of a service, in bytes.
    public static let serviceBytes = 64
    /// A channel or a kind of contact, in bytes.
    public static let kindBytes = 32
    /// Numbers of one customer that lookups find.
    public static let numbersPerCustomer = 10_000
    /// Customers that `MATCHES` lists.
    public static let listedMatches = 20
    /// Customers not taken that `WHY` names for one tier.
    public static let listedRejections = 20
    /// Numbers that `NUMBERS BAD` and `NUMBERS CHANGED` return at most.
    public static let listedNumbers = 500
    /// Numbers that `NUMBERS BAD` and `NUMBERS CHANGED` return when no count is given.
    public static let listedNumbersDefault = 20
    /// A name of an agent, in bytes.
    public static let agentBytes = 64
    /// Connections that `CLIENTS` lists.
    public static let listedClients = 1000
}
