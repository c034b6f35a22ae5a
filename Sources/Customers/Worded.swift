public import Glibc

/// An enumeration whose cases have one fixed word everywhere.
public protocol Worded: CaseIterable {
    /// The word in the exchange files, in SQLite and on the wire.
    var word: StaticString { get }
}

extension Worded {
    /// - Returns: `nil` when `text` is not one of the words, letter for letter.
    public init?(word text: String) {
        var text = text
        guard let known = text.withUTF8({ unsafe Self.named($0) }) else { return nil }
        self = known
    }

    /// The case whose word is `text`, without a copy of it.
    ///
    /// - Parameter text: UTF-8.
    @inlinable
    public static func named(_ text: UnsafeBufferPointer<UInt8>) -> Self? {
        for known in allCases {
            let word = known.word
            guard word.utf8CodeUnitCount == text.count else { continue }
            guard let start = text.baseAddress else { return nil }
            if unsafe memcmp(word.utf8Start, start, text.count) == 0 { return known }
        }
        return nil
    }
}
