public import Customers

/// The last digits of a number: the key of the suffix tier.
public struct NumberSuffix: Hashable, Sendable {
    /// The longest key: longer would take part of the country code in most countries.
    public static let digitLimit = 9

    /// The digits as an integer, leading zeros counted in `count`.
    public let digits: UInt64
    /// How many digits the key has.
    public let count: Int

    /// The last `limit` digits, or the whole number after its country code if that is shorter.
    public init(of number: PhoneNumber, limit: Int = Self.digitLimit) {
        let decimals = Decimals(number)
        count = Swift.min(limit, decimals.count - CountryCodes.length(of: decimals))
        digits = number.digits % Decimals.power(count)
    }

    /// The last `limit` of digits as received, for example of a local number.
    ///
    /// - Returns: `nil` unless there is at least one digit and nothing else.
    public init?(ofDigits text: String, limit: Int = Self.digitLimit) {
        let last = text.utf8.suffix(limit)
        guard !last.isEmpty, last.allSatisfy(\.isDigit) else { return nil }
        count = last.count
        digits = last.reduce(0) { $0 * 10 + UInt64($1 & 0xF) }
    }
}
