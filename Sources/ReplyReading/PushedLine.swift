/// A line that no request has asked for: `* POP call=17 agent=1001 ...`.
public struct PushedLine: Equatable, Sendable {
    /// What happened: `POP`, `HANGUP`, ...
    public let word: String
    public let fields: Fields

    /// - Returns: `nil` for a line that does not begin with a star and a word.
    public init?(_ line: String) {
        guard line.hasPrefix("* ") else { return nil }
        let (words, fields) = Fields.reading(String(line.dropFirst(2)))
        guard let word = words.first else { return nil }
        self.word = word
        self.fields = fields
    }
}
