import CPhoneNumber
import Customers

/// Heads of ranges: `020 7946 09` for all of `020 7946 0900` to `0999`.
extension NumberReader {
    /// The shortest head of a range, in digits with the country code: shorter ones would take a
    /// whole city or country.
    public static let blockDigitMinimum = 5

    /// Reads a number that is to be stored as the head of a range, which may be too short for a
    /// number of its own.
    public func readEnteredBlock(_ entered: String, on line: LineSettings) -> Reading {
        let reading = readEntered(entered, on: line)
        guard case .unreadable(let problem) = reading, Self.isTooShort(problem.reason),
            let head = head(entered, on: line), head.digits >= Self.shortestBlock
        else { return reading }
        return .number(ReadNumber(head))
    }

    private static let shortestBlock = Decimals.power(blockDigitMinimum - 1)

    private static func isTooShort(_ reason: Unreadable.Reason) -> Bool {
        switch reason {
        case .tooShort, .localOnly, .impossibleLength: true
        default: false
        }
    }

    /// The digits behind `+`, or those of a national form without its trunk prefix.
    private func head(_ entered: String, on line: LineSettings) -> PhoneNumber? {
        var steps = NoSteps()
        guard let text = try? ReceivedText.clean(Array(entered.utf8).span),
            let address = try? CallerAddress(text),
            let parts = try? NumberText(address.user, steps: &steps),
            var dial = try? DialString(parts.number), dial.letterCount == 0
        else { return nil }
        _ = dial.dropBracketedZero()
        if let number = dial.spelledNumber { return number }
        guard let region = line.region else { return nil }
        var digits = dial.digits[...]
        if digits.starts(with: [0x30, 0x30]) { return canonical(Array(digits.dropFirst(2))) }
        let trunk = Array(region.trunkPrefix.utf8)
        if !trunk.isEmpty, digits.starts(with: trunk) { digits = digits.dropFirst(trunk.count) }
        return canonical(Array(String(region.countryCode).utf8) + digits)
    }

    private func canonical(_ digits: [UInt8]) -> PhoneNumber? {
        PhoneNumber(canonical: DialString.plus(digits).span)
    }
}
