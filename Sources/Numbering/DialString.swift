import Customers

/// What is left of a caller ID when everything that is not dialled has been taken off.
struct DialString {
    /// An international prefix (5 at most), a carrier code or a trunk prefix kept, and 15 digits:
    /// what is longer never reaches the library.
    static let digitLimit = 24
    /// 15 digits and a trunk prefix kept after the country code.
    static let internationalDigitLimit = 17
    /// Letters of the longest word that is dialled in practice.
    static let letterLimit = 12

    /// Whether a `+` stood before the first digit.
    private(set) var hasPlus = false
    /// ASCII digits, letters replaced by their keys.
    private(set) var digits: [UInt8] = []
    /// How many digits stood before the first letter; `nil` without letters.
    private(set) var digitsBeforeLetters: Int?
    private(set) var letterCount = 0
    /// The index of the digit that is a `(0)` with other digits before it; `nil` without.
    private(set) var bracketedZero: Int?

    /// - Parameter text: cleaned; a word of letters is taken as keys.
    init(_ text: ArraySlice<UInt8>) throws(Unreadable) {
        digits.reserveCapacity(Self.digitLimit)
        for index in text.indices {
            let byte = text[index]
            if byte.isDigit {
                if byte == UInt8(ascii: "0"), !digits.isEmpty, Self.isBracketed(index, in: text) {
                    bracketedZero = bracketedZero ?? digits.count
                }
                digits.append(byte)
            } else if byte.isLetter {
                digitsBeforeLetters = digitsBeforeLetters ?? digits.count
                letterCount += 1
                digits.append(byte.keypadDigit)
            } else if byte == UInt8(ascii: "+"), digits.isEmpty {
                hasPlus = true
            } else if !byte.isPunctuation {
                throw Unreadable(.notANumber)
            }
        }
        try check()
    }

    private func check() throws(Unreadable) {
        guard !digits.isEmpty else { throw Unreadable(.empty) }
        if let digitsBeforeLetters {
            guard digitsBeforeLetters >= 3, (3...Self.letterLimit).contains(letterCount) else {
                throw Unreadable(.notANumber)
            }
        }
        let limit = hasPlus ? Self.internationalDigitLimit : Self.digitLimit
        guard digits.count <= limit else { throw Unreadable(.tooLong) }
    }

    /// The digits before the first letter, and whether nothing but letters follows them.
    var beforeLetters: [UInt8]? {
        guard let digitsBeforeLetters, digits.count == digitsBeforeLetters + letterCount else {
            return nil
        }
        return Array(digits.prefix(digitsBeforeLetters))
    }

    var isAllZeros: Bool { letterCount == 0 && digits.allSatisfy { $0 == UInt8(ascii: "0") } }

    /// For the library.
    var dialled: [UInt8] { hasPlus ? Self.plus(digits) : digits }

    /// The digits after a `+`, not held against any plan.
    var spelledNumber: PhoneNumber? {
        hasPlus ? PhoneNumber(canonical: Self.plus(digits).span) : nil
    }

    /// `+` and `digits`.
    static func plus(_ digits: [UInt8]) -> [UInt8] { [UInt8(ascii: "+")] + digits }

    /// Makes an international number of it that begins with `prefix`.
    mutating func prepend(context prefix: [UInt8]) {
        digits = prefix + digits
        hasPlus = true
    }

    /// `(0)` proves that a country code stands before it, and is not dialled after one.
    ///
    /// - Returns: whether it was taken off. Where a zero belongs to the number (Italy), it stays.
    mutating func dropBracketedZero() -> Bool {
        guard let zero = bracketedZero else { return false }
        if !hasPlus, dropZero(at: zero, behind: Self.internationalPrefixes) { return true }
        guard zero <= 3, digits[0] != UInt8(ascii: "0") else { return false }
        let code = digits[..<zero].reduce(0) { $0 * 10 + Int($1 & 0xF) }
        var dropped = digits
        dropped.remove(at: zero)
        if !CountryCodes.hasTrunkZero(code) {
            let isKnown = hasPlus && CountryCodes.isAssigned(code)
            let isDialled = CountryCodes.hasZeroNumbers(code)
            guard isKnown && !isDialled || Self.isInUse(dropped) && !Self.isInUse(digits) else {
                return false
            }
        }
        digits = dropped
        hasPlus = true
        return true
    }

    /// What stands for the `+` in most countries.
    private static let internationalPrefixes = ["00", "011", "0011"]

    /// `0044 (0)20`: the same behind an international prefix, which stays.
    private mutating func dropZero(at zero: Int, behind prefixes: [String]) -> Bool {
        for prefix in prefixes where digits.starts(with: prefix.utf8) {
            let code = digits[..<zero].dropFirst(prefix.utf8.count)
            guard (1...3).contains(code.count), code.first != UInt8(ascii: "0"),
                CountryCodes.hasTrunkZero(code.reduce(0) { $0 * 10 + Int($1 & 0xF) })
            else { continue }
            digits.remove(at: zero)
            return true
        }
        return false
    }

    /// `+0044`: the international prefix behind the plus that stands for it.
    ///
    /// - Returns: whether it was taken off.
    mutating func dropPrefixBehindPlus() -> Bool {
        guard hasPlus, digits.count > 2, digits[0] == UInt8(ascii: "0"), digits[1] == digits[0]
        else { return false }
        digits.removeFirst(2)
        return true
    }

    private static func isInUse(_ digits: [UInt8]) -> Bool {
        PhoneLibrary.read(plus(digits), region: nil, checkingValidity: true).isValid
    }

    private static func isBracketed(_ index: Int, in text: ArraySlice<UInt8>) -> Bool {
        let before = text[..<index].last { $0 != UInt8(ascii: " ") }
        let after = text[(index + 1)...].first { $0 != UInt8(ascii: " ") }
        return (before == UInt8(ascii: "(") && after == UInt8(ascii: ")"))
            || (before == UInt8(ascii: "[") && after == UInt8(ascii: "]"))
    }
}
