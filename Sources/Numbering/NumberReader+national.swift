import CPhoneNumber
import Customers

/// Digits without a `+`.
extension NumberReader {
    func readBare(
        _ digits: [UInt8], extension: String?, on line: LineSettings, for purpose: Purpose,
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
        if let number = Self.homeNumber(digits, answer, region, line.format, purpose) {
            steps.note(.rule, "\(number.rule)")
            return number.read.with(`extension`)
        }
        if let number = answer.possibleNumber {
            return ReadNumber(
                number, extension: `extension`, isNational: answer.source == CPN_FROM_REGION)
        }
        if purpose == .call, line.format == .auto, answer.status != CPN_LOCAL_ONLY,
            digits.first != UInt8(ascii: "0"), digits.count <= PhoneNumber.digitLimit,
            let number = PhoneLibrary.read(DialString.plus(digits), region: nil).possibleNumber
        {
            steps.note(.rule, "impossible in the region, possible as a country code without +")
            return ReadNumber(number, extension: `extension`)
        }
        if answer.source == CPN_FROM_INTERNATIONAL_PREFIX,
            let number = Self.outsidePlan(PhoneNumber(digits: answer.digits), answer)
        {
            steps.note(.rule, "outside the plan of its country, kept as written")
            return ReadNumber(number, extension: `extension`, remark: .outsidePlan)
        }
        throw Unreadable(answer.reason, digits: digits[...].text)
    }

    private func readNational(
        _ digits: [UInt8], region: Region, format: NumberFormat, steps: inout some StepRecorder
    ) -> PhoneLibrary.Answer {
        let answer = PhoneLibrary.read(digits, region: region, checkingValidity: true)
        switch answer.source {
        case CPN_FROM_INTERNATIONAL_PREFIX:
            steps.note(.rule, "international prefix of the region")
        case CPN_FROM_BARE_COUNTRY_CODE where format == .auto:
            steps.note(.rule, "the region's country code without +")
        case CPN_FROM_BARE_COUNTRY_CODE:
            steps.note(.rule, "national: the line never leaves the + away")
            let prefix = Array(String(region.countryCode).utf8)
            let national = PhoneLibrary.read(
                DialString.plus(prefix + digits), region: nil, checkingValidity: true)
            return PhoneLibrary.Answer(
                status: national.status, digits: national.digits, source: CPN_FROM_REGION,
                isValid: national.isValid)
        default:
            steps.note(.rule, "national number of the region")
        }
        return answer
    }

    /// A reading, and the rule that made it.
    private typealias Ruled = (read: ReadNumber, rule: StaticString)

    /// A number of the region itself that the digits are more likely than what `answer` says;
    /// always one that is in use.
    private static func homeNumber(
        _ digits: [UInt8], _ answer: PhoneLibrary.Answer, _ region: Region,
        _ format: NumberFormat, _ purpose: Purpose
    ) -> Ruled? {
        if answer.isValid {
            let isTold = answer.source == CPN_FROM_REGION
            guard isTold, purpose == .storing else { return nil }
            return withCountryCode(digits, answer, region)
        }
        guard answer.source != CPN_FROM_INTERNATIONAL_PREFIX else { return nil }
        if let rest = CallerCodes.rest(of: digits, in: region),
            let number = national(rest, region)
        {
            return (ReadNumber(number, isNational: true), "behind the code of a hidden caller")
        }
        if format == .auto, let ruled = countryCodeInFront(digits, answer, region) { return ruled }
        if digits.first == UInt8(ascii: "0"), digits.count > 1, digits[1] != digits[0],
            let number = national(Array(digits.dropFirst()), region)
        {
            return (
                ReadNumber(number, isNational: true, remark: .leadingZero),
                "no number of the region begins with this 0"
            )
        }
        if answer.possibleNumber == nil, let number = renumbered(digits, in: region) {
            return (
                ReadNumber(number, isNational: true, remark: .outsidePlan),
                "a number of the region's older plan"
            )
        }
        return nil
    }

    /// `0 91 ...` of a gateway, and `49 ...` where the national number is not in use.
    private static func countryCodeInFront(
        _ digits: [UInt8], _ answer: PhoneLibrary.Answer, _ region: Region
    ) -> Ruled? {
        let code = "\(region.countryCode)".utf8
        let hasZero = digits.first == UInt8(ascii: "0")
        let behindZero = hasZero ? Array(digits.dropFirst()) : digits
        guard behindZero.starts(with: code),
            let number = PhoneLibrary.read(
                DialString.plus(behindZero), region: nil, checkingValidity: true
            ).validNumber
        else { return nil }
        if hasZero, answer.possibleNumber != nil {
            // With its zero it may be a number that we do not know, unless all have one length.
            let length = behindZero.count - code.count
            guard PhoneLibrary.commonLength(of: region) == length else { return nil }
        }
        let remark: ReadNumber.Remark? =
            answer.possibleNumber == nil ? nil : .countryCodeWithoutPlus
        return (ReadNumber(number, remark: remark), "the region's country code without +")
    }

    /// Who writes a number down with its country's code in front has left the plus away, unless the
    /// country is one where a national number begins as it stands.
    private static func withCountryCode(
        _ digits: [UInt8], _ answer: PhoneLibrary.Answer, _ region: Region
    ) -> Ruled? {
        guard !region.trunkPrefix.isEmpty, digits.starts(with: "\(region.countryCode)".utf8),
            let number = PhoneLibrary.read(
                DialString.plus(digits), region: nil, checkingValidity: true
            ).validNumber, number.digits != answer.digits
        else { return nil }
        return (
            ReadNumber(number, remark: .countryCodeWithoutPlus),
            "entered with the country's code in front"
        )
    }

    private static func national(_ digits: [UInt8], _ region: Region) -> PhoneNumber? {
        let answer = PhoneLibrary.read(digits, region: region, checkingValidity: true)
        return answer.source == CPN_FROM_REGION ? answer.validNumber : nil
    }

    /// The number of an older plan that these digits are, if all that has changed is digits put in.
    private static func renumbered(_ digits: [UInt8], in region: Region) -> PhoneNumber? {
        let trunk = Array(region.trunkPrefix.utf8)
        let hasTrunk = !trunk.isEmpty && digits.starts(with: trunk)
        let code = Array("\(region.countryCode)".utf8)
        let national = hasTrunk ? Array(digits.dropFirst(trunk.count)) : digits
        for spelled in [national, digits] {
            guard let old = PhoneNumber(canonical: DialString.plus(code + spelled).span)
            else { continue }
            for variant in Variants(of: old)
            where variant.reason == .renumbered && variant.number.digits > old.digits
                && variant.number.isInUse
            {
                return old
            }
        }
        return nil
    }
}

extension ReadNumber {
    fileprivate func with(_ extension: String?) -> ReadNumber {
        ReadNumber(number, extension: `extension`, isNational: isNational, remark: remark)
    }
}
