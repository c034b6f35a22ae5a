import CPhoneNumber
import Customers

/// Heads of ranges: `020 7946 09` for all of `020 7946 0900` to `0999`.
extension NumberReader {
    /// The shortest head of a range, in digits with the country code: shorter ones would take a
    /// whole city or country.
    public static let blockDigitMinimum = 5

    /// The most digits that are put behind a head to see which number it begins.
    private static let padding = 10

    /// Reads a number that is to be stored as the head of a range, which may be too short for a
    /// number of its own.
    ///
    /// A head is read as a number in use that begins with it, so that it is the same head in every
    /// spelling: its digits and as few zeros behind them as such a number needs.
    public func readEnteredBlock(_ entered: String, on line: LineSettings) -> Reading {
        let reading = readEntered(entered, on: line)
        if case .number(let read) = reading, read.number.isInUse { return reading }
        if let head = beginning(entered, on: line), head.digits >= Self.shortestBlock {
            return .number(ReadNumber(head))
        }
        guard let head = head(entered, on: line), head.number.digits >= Self.shortestBlock else {
            return reading
        }
        if head.namesCountry {
            return .number(ReadNumber(head.number, remark: .countryCodeWithoutPlus))
        }
        switch reading {
        case .unreadable(let problem) where Self.isTooShort(problem.reason):
            return .number(ReadNumber(head.number))
        case .number(let read) where read.number == head.withTrunkPrefix:
            // Without its trunk prefix it was too short for a number, with it just long enough.
            return .number(ReadNumber(head.number))
        case .number(let read): return .number(ReadNumber(read.number, extension: read.extension))
        default: return reading
        }
    }

    /// The beginning of a number in use that `entered` is.
    private func beginning(_ entered: String, on line: LineSettings) -> PhoneNumber? {
        guard let dial = dialled(entered) else { return nil }
        for count in 1...Self.padding {
            let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: count)
            let whole = String(decoding: dial.dialled + zeros, as: UTF8.self)
            guard case .number(let read) = readEntered(whole, on: line), read.number.isInUse
            else { continue }
            let head = read.number.digits / Decimals.power(count)
            return head * Decimals.power(count) == read.number.digits
                ? PhoneNumber(digits: head) : nil
        }
        return nil
    }

    /// What is dialled of it, a zero that is not left out; `nil` when it has no such form.
    private func dialled(_ entered: String) -> DialString? {
        var steps = NoSteps()
        guard let text = try? ReceivedText.clean(Array(entered.utf8).span),
            let address = try? CallerAddress(text),
            let parts = try? NumberText(address.user, steps: &steps),
            var dial = try? DialString(parts.number), dial.letterCount == 0
        else { return nil }
        _ = dial.dropBracketedZero()
        return dial
    }

    private static let shortestBlock = Decimals.power(blockDigitMinimum - 1)

    private static func isTooShort(_ reason: Unreadable.Reason) -> Bool {
        switch reason {
        case .tooShort, .localOnly, .impossibleLength: true
        default: false
        }
    }

    /// A head of which no number in use is known.
    private struct Head {
        let number: PhoneNumber
        /// What it would be if its trunk prefix belonged to the number.
        var withTrunkPrefix: PhoneNumber?
        /// Whether it begins with its country's code, without a plus, where numbers at home begin
        /// with something else.
        var namesCountry = false
    }

    /// The digits behind `+`, or those of a national form without its trunk prefix.
    private func head(_ entered: String, on line: LineSettings) -> Head? {
        guard let dial = dialled(entered) else { return nil }
        if let number = dial.spelledNumber { return Head(number: number) }
        guard let region = line.region else { return nil }
        return Self.head(dial.digits, in: region)
    }

    private static func head(_ digits: [UInt8], in region: Region) -> Head? {
        let trunk = Array(region.trunkPrefix.utf8)
        let hasTrunk = !trunk.isEmpty && digits.starts(with: trunk)
        let code = Array(String(region.countryCode).utf8)
        let withTrunk = PhoneNumber(canonical: DialString.plus(code + digits).span)
        if !hasTrunk, !trunk.isEmpty, digits.count > code.count, digits.starts(with: code) {
            return PhoneNumber(canonical: DialString.plus(digits).span)
                .map { Head(number: $0, namesCountry: true) }
        }
        guard hasTrunk else { return withTrunk.map { Head(number: $0) } }
        return PhoneNumber(canonical: DialString.plus(code + digits.dropFirst(trunk.count)).span)
            .map { Head(number: $0, withTrunkPrefix: withTrunk) }
    }
}
