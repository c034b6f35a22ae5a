import Customers

/// The country codes of the world.
enum CountryCodes {
    /// Whether numbers of `countryCode` are dialled with a trunk 0 at home and without it from
    /// abroad; asked of the library once.
    static func hasTrunkZero(_ countryCode: Int) -> Bool {
        trunkZeros.indices.contains(countryCode) && trunkZeros[countryCode]
    }

    /// Whether some numbers of `countryCode` begin with a 0 that is dialled from abroad, too.
    static func hasZeroNumbers(_ countryCode: Int) -> Bool {
        PhoneLibrary.hasZeroNumbers(countryCode)
    }

    /// Whether a country has this code.
    static func isAssigned(_ countryCode: Int) -> Bool {
        (1...999).contains(countryCode) && PhoneLibrary.mainRegion(of: countryCode) != 0
    }

    /// The length of the country code that `digits` begin with.
    ///
    /// - Source: ITU-T E.164, list of assigned country codes: zones 1 and 7 have one digit; the
    ///   codes of two digits are listed, all others have three.
    static func length(of number: Decimals) -> Int {
        switch number.prefix(1) {
        case 1, 7: 1
        default: twoDigits[number.prefix(2)] ? 2 : 3
        }
    }

    private static let twoDigits: [Bool] = {
        var isCode = [Bool](repeating: false, count: 100)
        let singles = [20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 81, 82, 84, 86, 98]
        for code in singles + Array(43...49) + Array(51...58) + Array(60...66) + Array(90...95) {
            isCode[code] = true
        }
        return isCode
    }()

    private static let trunkZeros: [Bool] = (0...999).map { code in
        let region = code == 0 ? 0 : PhoneLibrary.mainRegion(of: code)
        return region != 0 && PhoneLibrary.trunkPrefix(of: region) == "0"
    }
}

/// The decimal places of a number, seen from the left.
struct Decimals {
    let value: UInt64
    let count: Int

    init(_ number: PhoneNumber) {
        value = number.digits
        var count = 0
        var rest = number.digits
        while rest > 0 {
            rest /= 10
            count += 1
        }
        self.count = count
    }

    /// The first `length` digits as an integer; `length` is at most `count`.
    func prefix(_ length: Int) -> Int { Int(value / Self.power(count - length)) }

    /// The digits from the left end of `range`, as an integer.
    func part(_ range: Range<Int>) -> Int {
        Int(value / Self.power(count - range.upperBound) % Self.power(range.count))
    }

    /// Puts `digits` (`length` of them) in before the digit at `index`.
    func inserting(_ digits: UInt64, length: Int, at index: Int) -> UInt64 {
        let tail = Self.power(count - index)
        return (value / tail * Self.power(length) + digits) * tail + value % tail
    }

    /// Takes `length` digits out from `index` on.
    func removing(length: Int, at index: Int) -> UInt64 {
        let tail = Self.power(count - index - length)
        return value / (tail * Self.power(length)) * tail + value % tail
    }

    /// 10 to the power of `exponent`, `0 ... 19`.
    static func power(_ exponent: Int) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
