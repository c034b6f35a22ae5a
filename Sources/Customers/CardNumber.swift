/// The number of a payment card in a text, which must not be stored by the way.
///
/// - Source: ISO/IEC 7812-1, annex B, for the check digit; the ranges and lengths of the brands as
///   they publish them. PCI DSS 4.0, requirement 3.5, for the rule.
public enum CardNumber {
    /// How many digits the number of a card has.
    public static let digitCounts = 13...19

    /// Whether a card's number stands in the text, written together or with one space or hyphen
    /// between digits. What begins with `+` or `00` is a telephone number, and the numbers of
    /// devices (IMEI), orders and accounts lie in other ranges or have other lengths.
    public static func stands(in text: String) -> Bool {
        var run = Run()
        for byte in text.utf8 where run.take(byte) { return true }
        return run.end()
    }

    /// Digits that belong together.
    private struct Run {
        private var digits: [UInt8] = []
        private var isPhone = false
        private var gap = 0
        private var last = UInt8(ascii: " ")

        /// - Returns: whether a card's number has ended before this byte.
        mutating func take(_ byte: UInt8) -> Bool {
            defer { last = byte }
            if (0x30...0x39).contains(byte) {
                if digits.isEmpty { isPhone = last == UInt8(ascii: "+") }
                digits.append(byte - 0x30)
                gap = 0
                return false
            }
            let isGap = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
            if isGap, !digits.isEmpty, gap == 0 {
                gap = 1
                return false
            }
            return end()
        }

        mutating func end() -> Bool {
            defer { (digits, isPhone, gap) = ([], false, 0) }
            return !isPhone && !digits.starts(with: [0, 0]) && CardNumber.isOne(digits)
        }
    }

    private static func isOne(_ digits: [UInt8]) -> Bool {
        digitCounts.contains(digits.count) && isOfABrand(digits) && isChecked(digits)
    }

    /// The check digit of Luhn.
    private static func isChecked(_ digits: [UInt8]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) * (digit.offset % 2 == 1 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        return sum % 10 == 0
    }

    private static func isOfABrand(_ digits: [UInt8]) -> Bool {
        let head = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        let count = digits.count
        return switch head {
        // Visa.
        case 4000...4999: [13, 16, 19].contains(count)
        // Mastercard.
        case 5100...5599, 2221...2720: count == 16
        // American Express.
        case 3400...3499, 3700...3799: count == 15
        // Diners Club.
        case 3000...3059, 3095...3095, 3600...3699, 3800...3999: (14...19).contains(count)
        // JCB.
        case 3528...3589: (16...19).contains(count)
        // Discover and UnionPay.
        case 6011, 6200...6299, 6440...6599, 8100...8199: (16...19).contains(count)
        // Maestro.
        case 5000...5099, 5600...5899, 6300...6399, 6700...6799: true
        default: false
        }
    }
}
