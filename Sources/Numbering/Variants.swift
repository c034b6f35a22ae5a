public import Customers

/// Another number that may be the same line.
public struct NumberVariant: Hashable, Sendable {
    public let number: PhoneNumber
    public let reason: Reason

    /// Why two spellings of one line are both in use.
    public enum Reason: UInt8, Worded, Sendable {
        /// Mobiles got a ninth digit, a 9, between 2012 and 2016.
        case brazilNinthDigit
        /// Mobiles have a 9 after the country code when called from abroad.
        case argentinaNine
        /// Mobiles had a 1 after the country code until 2019.
        case mexicoOne
        /// The 0 of a fixed line belongs to the number, and many drop it.
        case italyZero
        /// Fixed lines are written with and without their area code 0549.
        case sanMarinoAreaCode
        /// A whole plan got longer by digits put into every number, and nothing else changed.
        case renumbered
        /// The trunk prefix of national calls is kept after the country code.
        case trunkPrefixKept

        public var word: StaticString {
            switch self {
            case .brazilNinthDigit: "brazil-ninth-digit"
            case .argentinaNine: "argentina-9"
            case .mexicoOne: "mexico-1"
            case .italyZero: "italy-zero"
            case .sanMarinoAreaCode: "san-marino-0549"
            case .renumbered: "renumbered"
            case .trunkPrefixKept: "trunk-prefix-kept"
            }
        }
    }
}

/// The variants of a number, the most likely first; arithmetic only, no allocation, no library.
public struct Variants: RandomAccessCollection, Sendable {
    /// The most variants any number has: its country's own and the trunk prefix kept, or two of its
    /// country's.
    public static let limit = 2

    private var first: NumberVariant?
    private var second: NumberVariant?

    public init(of number: PhoneNumber) {
        let decimals = Decimals(number)
        let codeLength = CountryCodes.length(of: decimals)
        guard decimals.count > codeLength + 1 else { return }
        let code = decimals.prefix(codeLength)
        switch code {
        case 39: addItaly(decimals)
        case 52: addMexico(decimals)
        case 54: addArgentina(decimals)
        case 55: addBrazil(decimals)
        case 378: addSanMarino(decimals)
        default: addRenumbered(decimals, code: code, codeLength: codeLength)
        }
        addTrunkPrefix(decimals, code: code, codeLength: codeLength)
    }

    public var startIndex: Int { 0 }

    public var endIndex: Int { second != nil ? 2 : first != nil ? 1 : 0 }

    public subscript(index: Int) -> NumberVariant {
        let variant = index == 0 ? first : second
        guard index >= 0, index < endIndex, let variant else {
            preconditionFailure("no variant \(index)")
        }
        return variant
    }

    private mutating func add(_ digits: UInt64, _ reason: NumberVariant.Reason) {
        guard second == nil, let number = PhoneNumber(digits: digits) else { return }
        let variant = NumberVariant(number: number, reason: reason)
        if first == nil {
            first = variant
        } else {
            second = variant
        }
    }

    /// Area code of two digits, then a mobile of eight digits that begins with 6 to 9, or the same
    /// with a 9 before it. Fixed lines begin with 2 to 5 and have no variant.
    private mutating func addBrazil(_ number: Decimals) {
        if number.count == 12, number.part(4..<5) >= 6 {
            add(number.inserting(9, length: 1, at: 4), .brazilNinthDigit)
        } else if number.count == 13, number.part(4..<5) == 9, number.part(5..<6) >= 6 {
            add(number.removing(length: 1, at: 4), .brazilNinthDigit)
        }
    }

    /// Ten digits, with or without a 9 before them.
    private mutating func addArgentina(_ number: Decimals) {
        if number.count == 12, number.part(2..<3) != 9, number.part(2..<3) != 0 {
            add(number.inserting(9, length: 1, at: 2), .argentinaNine)
        } else if number.count == 13, number.part(2..<3) == 9 {
            add(number.removing(length: 1, at: 2), .argentinaNine)
        }
    }

    /// Ten digits, with or without a 1 before them.
    private mutating func addMexico(_ number: Decimals) {
        if number.count == 12, number.part(2..<3) > 1 {
            add(number.inserting(1, length: 1, at: 2), .mexicoOne)
        } else if number.count == 13, number.part(2..<3) == 1 {
            add(number.removing(length: 1, at: 2), .mexicoOne)
        }
    }

    /// Fixed lines begin with 0. Ten digits that begin with 3 are a mobile and have no variant.
    private mutating func addItaly(_ number: Decimals) {
        let isFixedLine = number.part(2..<3) == 0
        if isFixedLine {
            add(number.removing(length: 1, at: 2), .italyZero)
        } else if number.part(2..<3) != 3 || number.count < 12 {
            add(number.inserting(0, length: 1, at: 2), .italyZero)
        }
    }

    private mutating func addSanMarino(_ number: Decimals) {
        if number.count == 13, number.part(3..<7) == 549 {
            add(number.removing(length: 4, at: 3), .sanMarinoAreaCode)
        } else if number.count == 9 {
            add(number.inserting(549, length: 4, at: 3), .sanMarinoAreaCode)
        }
    }

    private mutating func addRenumbered(_ number: Decimals, code: Int, codeLength: Int) {
        guard Renumbering.countries[code] else { return }
        for change in Renumbering.all where change.countryCode == code {
            if let digits = change.applied(to: number, behind: codeLength) {
                add(digits, .renumbered)
            }
        }
    }

    /// A kept 0 wherever calls at home begin with one; a kept 8 or 1 only where it makes the number
    /// one digit too long (Russia, North America).
    private mutating func addTrunkPrefix(_ number: Decimals, code: Int, codeLength: Int) {
        let next = number.part(codeLength..<(codeLength + 1))
        if CountryCodes.hasTrunkZero(code) {
            if next == 0 {
                add(number.removing(length: 1, at: codeLength), .trunkPrefixKept)
            } else {
                add(number.inserting(0, length: 1, at: codeLength), .trunkPrefixKept)
            }
        } else if (code == 7 && next == 8) || (code == 1 && next == 1), number.count == 12 {
            add(number.removing(length: 1, at: codeLength), .trunkPrefixKept)
        } else if next == 0, !CountryCodes.hasZeroNumbers(code) {
            add(number.removing(length: 1, at: codeLength), .trunkPrefixKept)
        }
    }
}
