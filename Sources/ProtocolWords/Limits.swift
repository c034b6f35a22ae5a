import Customers

/// Every limit that a client can feel: `Protocol/limits.tsv`, and a test that compares the two.
public enum Limits {
    /// Longest request line without its line ending, in bytes.
    public static let requestLineBytes = 1024
    /// Connections served at once, over all listeners.
    public static let connections = 10_000
    /// Connections of one address, or of one user at a Unix-domain socket.
    public static let connectionsPerAddress = 9000
    /// Replies a client has not taken, in bytes, beyond which we read no more of its requests.
    public static let unsentReplyBytes = 256 * 1024
    /// How long a client may leave replies untaken, in seconds.
    public static let slowClientSeconds = 60
    /// How long a new connection may stay silent before its first request, in seconds.
    public static let firstRequestSeconds = 300
    /// How long a line or a text may be on its way before its end comes, in seconds.
    public static let unfinishedRequestSeconds = 300
    /// Memory that all connections of one address take for what they have sent and have not taken,
    /// in bytes.
    public static let owedBytesPerAddress = 256 << 20
    /// How long we wait for the client's end after our own, in seconds.
    public static let lingerSeconds = 5
    /// How long a clean stop may take to hand over replies, in seconds.
    public static let shutdownSeconds = 10
    /// TLS handshakes that are carried on in one turn of the loop.
    public static let handshakesPerTurn = 2
    /// TLS handshakes in progress at once.
    public static let handshakes = 200
    /// Of these, from one address.
    public static let handshakesPerAddress = 40
    /// What a client may send before its TLS handshake is answered, in bytes.
    public static let helloBytes = 8192
    /// How long a client may take for its TLS handshake, in seconds.
    public static let handshakeSeconds = 5
    /// A token of `AUTH`, in bytes.
    public static let tokenBytes = 256
    /// How long a client may take before it has signed in, where it has to, in seconds.
    public static let signInSeconds = 5
    /// Connections that have to sign in and have not, over all listeners.
    public static let strangers = 100
    /// Of these, from one address.
    public static let strangersPerAddress = 8
    /// Failed sign-ins of one connection, behind which it is ended.
    public static let failedSignIns = 3
    /// Failed sign-ins of one address in one minute, behind which it is shut out.
    public static let failedSignInsPerAddress = 10
    /// How long an address is shut out, in seconds.
    public static let shutOutSeconds = 60
    /// The longest that a failed sign-in waits for its reply, in milliseconds: the first of a
    /// minute 500, each further one twice as long as the one before.
    public static let signInDelayMilliseconds = 8000
    /// Addresses whose failed sign-ins are remembered.
    public static let watchedSignInAddresses = 4096
    /// How long `UNMASK` lasts, in seconds.
    public static let unmaskSeconds = 300
    /// Lookups of one client in one minute of which more than half find nobody: somebody walks
    /// through the numbers, and the administrator is told.
    public static let suspiciousLookups = 300
    /// Requests that wait for the database, over all connections.
    public static let waitingRequests = 10_000
    /// Requests of one address that wait for the database; of one client it is always one.
    public static let waitingRequestsPerAddress = 5000
    /// What one client has stored in one minute, in bytes.
    public static let writtenBytesPerClient = 32 << 20
    /// What all clients of one address have stored in one minute, in bytes.
    public static let writtenBytesPerAddress = 64 << 20
    /// How long the database may take for one answer, in milliseconds; apart from lookups.
    public static let questionMilliseconds = 5000
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
    public static let textBytes = DisplayText.textBytes
    /// The whole text of one entry of a history, in bytes of UTF-8; what is longer is cut.
    public static let entryTextBytes = 64 * 1024
    /// A reference, in characters, as the database and exchange files have it.
    public static let referenceCharacters = 64
    /// A reference of what is stored already, in bytes: 64 characters of any length, or the name of
    /// a call.
    public static let storedReferenceBytes = 256
    /// A text that a client sends in a block, in bytes, line endings counted as one.
    public static let blockBytes = 16 * 1024
    /// What a client says it is, in bytes.
    public static let clientBytes = 64
    /// The name of a service, in bytes.
    public static let serviceBytes = 64
    /// A channel or a kind of contact, in bytes.
    public static let kindBytes = 32
    /// Numbers of one customer that lookups find.
    public static let numbersPerCustomer = 10_000
    /// Customers that `MATCHES` lists.
    public static let listedMatches = 500
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
    /// Calls known at once, ended ones in their wrap-up included.
    public static let calls = 10_000
    /// Calls that one client announces in one minute.
    public static let newCallsPerClient = 30_000
    /// Calls that all clients of one address announce in one minute.
    public static let newCallsPerAddress = 40_000
    /// Agents that one call rings at, or who speak with its caller.
    public static let agentsPerCall = 256
    /// How long a call may last that nobody hangs up, in seconds.
    public static let callSeconds = 4 * 3600
    /// How long a call stays known after it has ended, in seconds.
    public static let wrapUpSeconds = 300
    /// A name of a call, in bytes.
    public static let callBytes = CallID.byteLimit
    /// A name of a PBX, in bytes.
    public static let pbxBytes = PBX.byteLimit
    /// Agents that one connection watches.
    public static let watchedAgents = 64
    /// Connections that watch the same agent.
    public static let watchersPerAgent = 16
    /// Connections of one address that watch the same agent.
    public static let watchersPerAgentAndAddress = 12
    /// Connections that watch everybody.
    public static let wallboards = 64
    /// Connections of one address that watch everybody.
    public static let wallboardsPerAddress = 48
    /// Bytes that a watching connection has not taken, beyond which it is dropped.
    public static let unsentPushBytes = 512 * 1024
    /// Facts about calls that wait to be stored.
    public static let waitingCallFacts = 10_000
    /// FastAGI connections served at once.
    public static let gatewaySessions = 500
    /// FastAGI connections that have not said what they have to say; one more takes the place of
    /// the oldest.
    public static let gatewaySilentSessions = 250
    /// How long Asterisk may take to say what it has to say, in milliseconds.
    public static let gatewayEnvironmentMilliseconds = 250
    /// How long lines of an environment may wait for others, in milliseconds; only those of one
    /// that is shorter than usual do.
    public static let gatewayGatherMilliseconds = 3
    /// How long the answer may take from there, in milliseconds.
    public static let gatewayAnswerMilliseconds = 5
    /// How long a FastAGI connection lasts at most, in milliseconds.
    public static let gatewaySessionMilliseconds = 1000
    /// A line of Asterisk's environment, in bytes.
    public static let gatewayLineBytes = 8192
    /// Asterisk's whole environment, in bytes.
    public static let gatewayEnvironmentBytes = 64 * 1024
}
