/// The number of a case that is spoken of on the telephone.
///
/// Nine digits in threes: digits are read and heard alike in every language and have no letters to
/// confuse them with. It is drawn at random, so that consoles need not agree; where it is taken by
/// another case, the server says so and another one is drawn.
public enum CaseNumber {
    /// `482-913-057`
    public static func random() -> String {
        let digits = String(Int.random(in: 100_000_000...999_999_999))
        return "\(digits.prefix(3))-\(digits.dropFirst(3).prefix(3))-\(digits.suffix(3))"
    }
}
