import CPhoneNumber
import Customers

/// Digits with the country code in front.
extension NumberReader {
    /// The shortest number that is kept though its country's plan does not have it, in digits
    /// with the country code; what is shorter lacks its end.
    private static let leastOutsidePlan: UInt64 = 1_000_000

    /// - Parameter digits: behind a `+`, or as if there were one.
    func readInternational(
        _ digits: [UInt8], extension: String?, steps: inout some StepRecorder
    ) throws(Unreadable) -> ReadNumber {
        let answer = PhoneLibrary.read(
            DialString.plus(digits), region: nil, checkingValidity: true)
        if let number = answer.validNumber {
            steps.note(.rule, "international")
            return ReadNumber(number, extension: `extension`)
        }
        let spelled = PhoneNumber(canonical: DialString.plus(digits).span)
        if let spelled, let number = Self.withoutHomePrefix(spelled) {
            steps.note(.rule, "without what is not dialled from abroad")
            return ReadNumber(number, extension: `extension`, remark: .corrected)
        }
        if let number = answer.possibleNumber {
            steps.note(.rule, "international, of a possible length")
            return ReadNumber(number, extension: `extension`)
        }
        if let spelled, let number = Self.outsidePlan(spelled, answer) {
            steps.note(.rule, "outside the plan of its country, kept as written")
            return ReadNumber(number, extension: `extension`, remark: .outsidePlan)
        }
        throw Unreadable(answer.reason)
    }

    /// A country code that is known, and a length that E.164 allows: newer than our plans, or
    /// older. Never made into another number.
    static func outsidePlan(
        _ spelled: PhoneNumber?, _ answer: PhoneLibrary.Answer
    ) -> PhoneNumber? {
        guard let spelled, answer.status != CPN_UNKNOWN_COUNTRY_CODE,
            spelled.digits >= leastOutsidePlan
        else { return nil }
        return spelled
    }

    /// The number in use that `spelled` is without a prefix of calls at home, or without the
    /// digits by which its country's mobiles were told until lately.
    private static func withoutHomePrefix(_ spelled: PhoneNumber) -> PhoneNumber? {
        for variant in Variants(of: spelled) where variant.number.digits < spelled.digits {
            switch variant.reason {
            case .mexicoOne, .italyZero, .trunkPrefixKept:
                if variant.number.isInUse { return variant.number }
            case .argentinaNine, .brazilNinthDigit, .renumbered, .sanMarinoAreaCode: break
            }
        }
        return nil
    }
}
