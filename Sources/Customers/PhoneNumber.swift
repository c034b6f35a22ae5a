/// An E.164 number as one integer: country code and subscriber number, without the `+`.
///
/// A country code never starts with 0, so no leading zero is lost.
///
/// - Source: ITU-T E.164 §6: at most 15 digits.
public struct PhoneNumber: Hashable, Sendable {
    /// The longest number, in digits.
    public static let digitLimit = 15
    /// The shortest number we take for one, in digits: country code and one digit more.
    public static let digitMinimum = 3

    /// The digits read as a decimal integer, `100 ... 999_999_999_999_999`.
    public let digits: UInt64

    /// - Returns: `nil` unless `digits` has 3 to 15 decimal digits.
    public init?(digits: UInt64) {
        guard digits >= 100, digits <= 999_999_999_999_999 else { return nil }
        self.digits = digits
    }

    /// Reads the canonical spelling, `+` and 3 to 15 ASCII digits, first digit not 0.
    ///
    /// - Returns: `nil` for every other spelling; `Numbering` reads those.
    @inlinable
    public init?(canonical text: Span<UInt8>) {
        let count = text.count
        guard count > Self.digitMinimum, count <= Self.digitLimit + 1,
            text[0] == UInt8(ascii: "+"), text[1] != UInt8(ascii: "0")
        else { return nil }
        var digits: UInt64 = 0
        for index in 1..<count {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            digits = digits &* 10 &+ UInt64(digit)
        }
        self.init(unchecked: digits)
    }

    /// How many digits it has, `digitMinimum ... digitLimit`.
    public var digitCount: Int {
        var (count, rest) = (0, digits)
        while rest > 0 {
            rest /= 10
            count += 1
        }
        return count
    }

    /// Reads the canonical spelling from a string.
    public init?(canonical text: String) {
        self.init(canonical: Array(text.utf8).span)
    }

    @usableFromInline
    init(unchecked digits: UInt64) {
        self.digits = digits
    }
}

extension PhoneNumber: CustomStringConvertible {
    /// The canonical spelling, for example `+442079460958`.
    public var description: String { "+\(digits)" }
}
