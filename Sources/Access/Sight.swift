/// Kinds of fields that a client sees, or that are left out or masked for it.
public struct Sight: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Who a customer is: names, accounts, addresses, texts of people.
    public static let names = Sight(rawValue: 1 << 0)
    /// Whole numbers; otherwise `+44*******58`.
    public static let numbers = Sight(rawValue: 1 << 1)
    /// Money: what is invoiced, owed, and worth.
    public static let account = Sight(rawValue: 1 << 2)
    /// Losses of service, and contacts of other people.
    public static let operations = Sight(rawValue: 1 << 3)

    /// All of them.
    public static let everything: Sight = [.names, .numbers, .account, .operations]

    /// The kinds with their words, in the order in which replies name them.
    public static let words: [(kind: Sight, word: StaticString)] = [
        (.names, "names"), (.numbers, "numbers"), (.account, "account"),
        (.operations, "operations"),
    ]

    /// Their words with commas between, as a field has them; empty for none.
    public var list: String {
        Self.words.filter { contains($0.kind) }.map { "\($0.word)" }.joined(separator: ",")
    }
}
