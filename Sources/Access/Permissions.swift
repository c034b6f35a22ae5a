/// Classes of requests, each of which a role may ask for or not. `Protocol/verbs.json` names the
/// class of every verb.
public struct Permissions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Requests that concern the connection alone; also before anybody has signed in.
    public static let session = Permissions(rawValue: 1 << 0)
    /// What this connection's line and telephony system are.
    public static let line = Permissions(rawValue: 1 << 1)
    /// Who has a number.
    public static let lookUp = Permissions(rawValue: 1 << 2)
    /// All who have a number.
    public static let matches = Permissions(rawValue: 1 << 3)
    /// What becomes of a call.
    public static let calls = Permissions(rawValue: 1 << 4)
    /// All calls of a telephony system are over.
    public static let endAllCalls = Permissions(rawValue: 1 << 5)
    /// What is known of a customer.
    public static let read = Permissions(rawValue: 1 << 6)
    /// What an agent stores about a customer.
    public static let record = Permissions(rawValue: 1 << 7)
    /// Being told of calls of one's own screens.
    public static let watch = Permissions(rawValue: 1 << 8)
    /// Being told of all calls.
    public static let watchEverybody = Permissions(rawValue: 1 << 9)
    /// What a supervisor settles.
    public static let decide = Permissions(rawValue: 1 << 10)
    /// How a number came to its customer, step by step.
    public static let explainNumbers = Permissions(rawValue: 1 << 11)
    /// How the service stands.
    public static let observe = Permissions(rawValue: 1 << 12)
    /// What an administrator does.
    public static let administer = Permissions(rawValue: 1 << 13)
    /// Asking for somebody else.
    public static let act = Permissions(rawValue: 1 << 14)
    /// Seeing for a while what is hidden of one customer.
    public static let unmask = Permissions(rawValue: 1 << 15)

    /// All of them.
    public static let everything = Permissions(rawValue: (1 << 16) - 1)
}
