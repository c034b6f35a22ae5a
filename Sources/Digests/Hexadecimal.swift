extension [UInt8] {
    /// Two small hexadecimal digits for each byte.
    public var hex: String {
        var text = ""
        text.reserveCapacity(2 * count)
        for byte in self {
            if byte < 16 { text.append("0") }
            text += String(byte, radix: 16)
        }
        return text
    }

    /// - Parameter hex: two hexadecimal digits for each byte, large or small.
    /// - Returns: `nil` for anything else.
    public init?(hex: some StringProtocol) {
        let digits = hex.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            append(UInt8(high << 4 | low))
        }
    }
}
