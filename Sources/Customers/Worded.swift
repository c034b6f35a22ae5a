/// An enumeration whose cases have one fixed word everywhere.
public protocol Worded: CaseIterable {
    /// The word in the exchange files, in SQLite and on the wire.
    var word: StaticString { get }
}

extension Worded {
    /// - Returns: `nil` when `text` is not one of the words, letter for letter.
    public init?(word text: String) {
        guard let known = Self.allCases.first(where: { "\($0.word)" == text }) else { return nil }
        self = known
    }
}
