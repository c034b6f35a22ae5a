public import Customers

/// What a received string turned out to be.
public enum Reading: Hashable, Sendable {
    /// A number that can be looked up.
    case number(ReadNumber)
    /// The caller does not show a number: never a lookup, never a customer.
    case withheld
    /// An emergency number or another short code of the region, as its digits.
    case shortCode(String)
    /// One of the PBX's own extensions, as its digits.
    case internalExtension(String)
    case unreadable(Unreadable)
}

/// A number together with what its spelling told beside it.
public struct ReadNumber: Hashable, Sendable {
    public let number: PhoneNumber
    /// 1 to 7 digits, leading zeros kept; `nil` when there was none.
    public let `extension`: String?
    /// Whether the country came from the line's region, not from the number itself.
    public let isNational: Bool
    /// What its owner should know: it was not read as it stands, or lies outside the plan.
    public let remark: Remark?

    public init(
        _ number: PhoneNumber, extension digits: String? = nil, isNational: Bool = false,
        remark: Remark? = nil
    ) {
        self.number = number
        self.extension = digits
        self.isNational = isNational
        self.remark = remark
    }

    /// The same with a remark, unless it has one.
    func with(_ remark: Remark) -> ReadNumber {
        ReadNumber(
            number, extension: `extension`, isNational: isNational, remark: self.remark ?? remark)
    }

    /// The stable words.
    public enum Remark: UInt8, Worded, Sendable {
        /// Could be a national number, too, but its country code stands in front.
        case countryCodeWithoutPlus
        /// A 0 that no number of the country has was left out.
        case leadingZero
        /// Kept a prefix that is dialled at home only, or a digit of an older plan.
        case corrected
        /// Its country's plan has no such number: newer than our plans, or older.
        case outsidePlan
        /// Two numbers stood in one place, of which the first counts.
        case firstOfTwo

        public var word: StaticString {
            switch self {
            case .countryCodeWithoutPlus: "country-code-without-plus"
            case .leadingZero: "leading-zero"
            case .corrected: "corrected"
            case .outsidePlan: "outside-plan"
            case .firstOfTwo: "first-of-two"
            }
        }

        /// A sentence for people; may improve at any time.
        public var explanation: StaticString {
            switch self {
            case .countryCodeWithoutPlus:
                "could be a national number, but begins with its country's code"
            case .leadingZero: "no number of its country begins with this 0"
            case .corrected: "a prefix that is not dialled from abroad was left out"
            case .outsidePlan: "the numbering plan of its country has no such number"
            case .firstOfTwo: "a second number stands behind it and is not kept"
            }
        }
    }
}

/// Why a string is no number.
public struct Unreadable: Error, Hashable, Sendable {
    public let reason: Reason
    /// The bare digits that were found, for the national and suffix tiers; empty when there were
    /// none or when they mean nothing on their own.
    public let digits: String

    init(_ reason: Reason, digits: String = "") {
        self.reason = reason
        self.digits = digits
    }

    /// The stable reasons.
    public enum Reason: UInt8, Worded, Sendable {
        case empty
        case tooManyBytes
        case notUTF8
        case controlCharacter
        case notANumber
        case tooShort
        case tooLong
        case impossibleLength
        case localOnly
        case unknownCountryCode
        case noRegion

        public var word: StaticString {
            switch self {
            case .empty: "empty"
            case .tooManyBytes: "too-many-bytes"
            case .notUTF8: "not-utf8"
            case .controlCharacter: "control-character"
            case .notANumber: "not-a-number"
            case .tooShort: "too-short"
            case .tooLong: "too-long"
            case .impossibleLength: "impossible-length"
            case .localOnly: "local-only"
            case .unknownCountryCode: "unknown-country-code"
            case .noRegion: "no-region"
            }
        }

        /// A sentence for people; may improve at any time.
        public var explanation: StaticString {
            switch self {
            case .empty: "there is nothing to read"
            case .tooManyBytes: "longer than 250 bytes"
            case .notUTF8: "not UTF-8"
            case .controlCharacter: "contains a control character"
            case .notANumber: "does not have the form of a phone number"
            case .tooShort: "fewer digits than any number of its country"
            case .tooLong: "more digits than any number of its country"
            case .impossibleLength: "no number of its country has this many digits"
            case .localOnly: "a local number without its area code"
            case .unknownCountryCode: "no country has this country code"
            case .noRegion: "a national form, and the region of the line is not set"
            }
        }
    }
}
