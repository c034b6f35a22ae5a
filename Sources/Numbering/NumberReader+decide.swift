import CPhoneNumber
import Customers

/// What the digits are. One question after the other; the first that is answered decides.
extension NumberReader {
    /// Short codes are at most this long, in digits.
    private static let shortCodeDigitLimit = 6
    /// From this many digits on, letters behind a number are a remark about it.
    private static let completeDigitMinimum = 7

    func decide(
        _ dialled: DialString, extension digits: String?, on line: LineSettings,
        for purpose: Purpose, steps: inout some StepRecorder
    ) throws(Unreadable) -> Reading {
        var dial = try withoutRemark(dialled, on: line, steps: &steps)
        if dial.dropBracketedZero() { steps.note(.bracketedZero, "(0)") }
        if dial.letterCount > 0 { steps.note(.letters, "keys of \(dial.letterCount) letters") }
        steps.note(.digits, dial.dialled[...].text)
        if dial.hasPlus {
            guard !dial.isAllZeros else { return .withheld }
            if dial.dropPrefixBehindPlus() { steps.note(.rule, "+ and 00 say the same") }
            let isWithheld = dial.spelledNumber.map { plan.withheld.contains($0) }
            guard isWithheld != true else { return .withheld }
            return .number(
                try readInternational(dial.digits, extension: digits, steps: &steps))
        }
        steps.note(.region, "\(line.region?.description ?? "-") \(line.format.word)")
        if let code = line.accessCode, dial.letterCount == 0, !dial.isAllZeros,
            let rest = code.digitsBehind(dial.digits)
        {
            var attempt = steps
            attempt.note(.rule, "access code \(code)")
            let reading = readDialled(rest, extension: digits, on: line, for: purpose, &attempt)
            if let reading, reading.isForOutside {
                steps = attempt
                return reading
            }
        }
        return try readDialled(dial, extension: digits, on: line, for: purpose, steps: &steps)
    }

    /// What stands behind an access code; `nil` when it is nothing.
    private func readDialled(
        _ digits: [UInt8], extension: String?, on line: LineSettings, for purpose: Purpose,
        _ steps: inout some StepRecorder
    ) -> Reading? {
        try? readDialled(
            DialString(digits[...]), extension: `extension`, on: line, for: purpose, steps: &steps)
    }

    /// Digits without a `+`, as a telephone in the line's country dials them.
    private func readDialled(
        _ dial: DialString, extension digits: String?, on line: LineSettings,
        for purpose: Purpose, steps: inout some StepRecorder
    ) throws(Unreadable) -> Reading {
        if digits == nil, dial.letterCount == 0,
            let short = readShort(dial.digits, on: line, steps: &steps)
        {
            return short
        }
        guard !dial.isAllZeros else { return .withheld }
        return .number(
            try readBare(dial.digits, extension: digits, on: line, for: purpose, steps: &steps))
    }

    /// `030 123456 Bob` is a number and a remark; `1-888-555-FILM` is a number.
    private func withoutRemark(
        _ dial: DialString, on line: LineSettings, steps: inout some StepRecorder
    ) throws(Unreadable) -> DialString {
        guard let count = dial.digitsBeforeLetters, count >= Self.completeDigitMinimum else {
            return dial
        }
        let digits = Array(dial.digits.prefix(count))
        let number = dial.hasPlus ? DialString.plus(digits) : digits
        guard PhoneLibrary.read(number, region: line.region).status == CPN_POSSIBLE else {
            return dial
        }
        guard digits.count + dial.letterCount == dial.digits.count else {
            throw Unreadable(.notANumber)
        }
        steps.note(.note, "\(dial.letterCount) letters behind a complete number")
        return try DialString(number[...])
    }

    /// Emergency numbers, short codes, the PBX's own extensions.
    private func readShort(
        _ digits: [UInt8], on line: LineSettings, steps: inout some StepRecorder
    ) -> Reading? {
        guard digits.count <= Self.shortCodeDigitLimit else { return nil }
        let isExtension = digits.count <= plan.extensionDigitLimit
        var kind = CPN_NOT_SHORT
        if let region = line.region {
            kind = PhoneLibrary.shortKind(of: digits, region: region)
            if kind == CPN_EMERGENCY {
                steps.note(.rule, "emergency number")
                return .shortCode(digits[...].text)
            }
            if line.format != .e164NoPlus, isInUse(digits, in: region) { return nil }
        }
        if kind == CPN_SHORT_CODE
            || (kind == CPN_CARRIER_CODE && (digits.count <= 3 || !isExtension))
        {
            steps.note(.rule, "short code")
            return .shortCode(digits[...].text)
        }
        guard isExtension, digits.contains(where: { $0 != UInt8(ascii: "0") }) else { return nil }
        steps.note(.rule, "extension of the PBX, at most \(plan.extensionDigitLimit) digits")
        return .internalExtension(digits[...].text)
    }

    /// Whether so few digits are a number in use, dialled as such: with the trunk prefix, if the
    /// region has one. Without it, Vienna's 1115 is an extension.
    private func isInUse(_ digits: [UInt8], in region: Region) -> Bool {
        digits.starts(with: region.trunkPrefix.utf8)
            && PhoneLibrary.read(digits, region: region, checkingValidity: true).isValid
    }
}

extension Reading {
    /// Whether somebody who dials it needs an outside line.
    fileprivate var isForOutside: Bool {
        switch self {
        case .number, .shortCode: true
        case .withheld, .internalExtension, .unreadable: false
        }
    }
}

extension PhoneLibrary.Answer {
    /// The number, if its length is possible and E.164 allows it.
    var possibleNumber: PhoneNumber? {
        status == CPN_POSSIBLE ? PhoneNumber(digits: digits) : nil
    }

    /// The number, if its country's plan has it in use.
    var validNumber: PhoneNumber? { isValid ? possibleNumber : nil }

    /// Why there is no `possibleNumber`.
    var reason: Unreadable.Reason {
        switch status {
        case CPN_POSSIBLE, CPN_TOO_LONG: .tooLong  // Possible at home, too long for E.164.
        case CPN_LOCAL_ONLY: .localOnly
        case CPN_TOO_SHORT: .tooShort
        case CPN_IMPOSSIBLE_LENGTH: .impossibleLength
        case CPN_UNKNOWN_COUNTRY_CODE: .unknownCountryCode
        default: .notANumber
        }
    }
}
