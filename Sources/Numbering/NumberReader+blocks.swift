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
        guard let head = head(entered, on: line), head.number.digits >= Self.shortestBlock else {
            return reading
        }
        switch reading {
        case .unreadable(let problem) where Self.isTooShort(problem.reason):
            return .number(ReadNumber(head.number))
        case .number(let read) where read.number == head.withTrunkPrefix:
            // Without its trunk prefix it was too short for a number, with it just long enough.
            return .number(ReadNumber(head.number))
        default: return reading
        }
    }

    private static let shortestBlock = Decimals.power(blockDigitMinimum - 1)

    private static func isTooShort(_ reason: Unreadable.Reason) -> Bool {
        switch reason {
        case .tooShort, .localOnly, .impossibleLength: true
        default: false
        }
    }

    /// A head, and what it would be if its trunk prefix belonged to the number.
    private typealias Head = (number: PhoneNumber, withTrunkPrefix: PhoneNumber?)

    /// The digits behind `+`, or those of a national form without its trunk prefix.
    private func head(_ entered: String, on line: LineSettings) -> Head? {
        var steps = NoSteps()
        guard let text = try? ReceivedText.clean(Array(entered.utf8).span),
            let address = try? CallerAddress(text),
            let parts = try? NumberText(address.user, steps: &steps),
            var dial = try? DialString(parts.number), dial.letterCount == 0
        else { return nil }
        _ = dial.dropBracketedZero()
        if let number = dial.spelledNumber { return (number, nil) }
        guard let region = line.region else { return nil }
        return Self.head(dial.digits, in: region)
    }

    private static func head(_ digits: [UInt8], in region: Region) -> Head? {
        let trunk = Array(region.trunkPrefix.utf8)
        let hasTrunk = !trunk.isEmpty && digits.starts(with: trunk)
        let code = Array(String(region.countryCode).utf8)
        let withTrunk = PhoneNumber(canonical: DialString.plus(code + digits).span)
        guard hasTrunk else { return withTrunk.map { ($0, nil) } }
        return PhoneNumber(canonical: DialString.plus(code + digits.dropFirst(trunk.count)).span)
            .map { ($0, withTrunk) }
    }
}
