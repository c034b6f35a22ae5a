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
        steps: inout some StepRecorder
    ) throws(Unreadable) -> Reading {
        var dial = try withoutRemark(dialled, on: line, steps: &steps)
        if dial.dropBracketedZero() { steps.note(.bracketedZero, "(0)") }
        if dial.letterCount > 0 { steps.note(.letters, "keys of \(dial.letterCount) letters") }
        steps.note(.digits, dial.dialled[...].text)
        let number: ReadNumber
        if dial.hasPlus {
            let isWithheld = dial.spelledNumber.map { plan.withheld.contains($0) }
            guard !dial.isAllZeros, isWithheld != true else { return .withheld }
            number = try readInternational(dial.digits, extension: digits, steps: &steps)
        } else {
            steps.note(.region, "\(line.region?.description ?? "-") \(line.format.word)")
            if digits == nil, dial.letterCount == 0,
                let short = readShort(dial.digits, on: line, steps: &steps)
            {
                return short
            }
            guard !dial.isAllZeros else { return .withheld }
            number = try readBare(dial.digits, extension: digits, on: line, steps: &steps)
        }
        return .number(number)
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

    /// Digits without a `+`.
    private func readBare(
        _ digits: [UInt8], extension: String?, on line: LineSettings,
        steps: inout some StepRecorder
    ) throws(Unreadable) -> ReadNumber {
        if line.format == .e164NoPlus, digits.first != UInt8(ascii: "0") {
            steps.note(.rule, "the line delivers the country code without +")
            return try readInternational(digits, extension: `extension`, steps: &steps)
        }
        guard let region = line.region else {
            throw Unreadable(.noRegion, digits: digits[...].text)
        }
        let answer = readNational(digits, region: region, format: line.format, steps: &steps)
        if let number = answer.possibleNumber {
            return ReadNumber(
                number, extension: `extension`, isNational: answer.source == CPN_FROM_REGION)
        }
        if line.format == .auto, answer.status != CPN_LOCAL_ONLY, digits.first != UInt8(ascii: "0"),
            digits.count <= PhoneNumber.digitLimit,
            let number = PhoneLibrary.read(DialString.plus(digits), region: nil).possibleNumber
        {
            steps.note(.rule, "impossible in the region, possible as a country code without +")
            return ReadNumber(number, extension: `extension`)
        }
        throw Unreadable(answer.reason, digits: digits[...].text)
    }

    private func readNational(
        _ digits: [UInt8], region: Region, format: NumberFormat, steps: inout some StepRecorder
    ) -> PhoneLibrary.Answer {
        let answer = PhoneLibrary.read(digits, region: region)
        switch answer.source {
        case CPN_FROM_INTERNATIONAL_PREFIX:
            steps.note(.rule, "international prefix of the region")
        case CPN_FROM_BARE_COUNTRY_CODE where format == .auto:
            steps.note(.rule, "the region's country code without +")
        case CPN_FROM_BARE_COUNTRY_CODE:
            steps.note(.rule, "national: the line never leaves the + away")
            let prefix = Array(String(region.countryCode).utf8)
            let national = PhoneLibrary.read(DialString.plus(prefix + digits), region: nil)
            return PhoneLibrary.Answer(
                status: national.status, digits: national.digits, source: CPN_FROM_REGION,
                isValid: false)
        default:
            steps.note(.rule, "national number of the region")
        }
        return answer
    }

    /// Digits with the country code in front.
    private func readInternational(
        _ digits: [UInt8], extension: String?, steps: inout some StepRecorder
    ) throws(Unreadable) -> ReadNumber {
        let answer = PhoneLibrary.read(DialString.plus(digits), region: nil)
        if let number = answer.possibleNumber {
            steps.note(.rule, "international")
            return ReadNumber(number, extension: `extension`)
        }
        // What the library does not know yet, or no longer: Mexico's 1, a trunk prefix kept.
        if let spelled = PhoneNumber(canonical: DialString.plus(digits).span),
            let variant = Variants(of: spelled).first(where: { $0.number.problem == nil })
        {
            steps.note(.rule, "impossible as written, possible as \(variant.reason.word)")
            return ReadNumber(variant.number, extension: `extension`)
        }
        throw Unreadable(answer.reason)
    }
}

extension PhoneLibrary.Answer {
    /// The number, if its length is possible and E.164 allows it.
    var possibleNumber: PhoneNumber? {
        status == CPN_POSSIBLE ? PhoneNumber(digits: digits) : nil
    }

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
