import Customers

/// A change of a numbering plan that put digits into every number of a kind and did nothing else:
/// who has written a number down before has the same line as whoever calls now.
struct Renumbering: Sendable {
    let countryCode: Int
    /// Digits of an old number, without country code.
    let oldCount: Int
    /// The first digits that old numbers of this kind have, and the same for a further digit: bit n
    /// stands for digit n.
    let first: UInt16
    let further: (index: Int, digits: UInt16)
    /// The digits that were put in, as an integer and as their count, and before which digit.
    let inserted: (digits: UInt64, count: Int, index: Int)
    /// Whether the one digit stands where a 0 stood.
    let replacesZero: Bool

    /// The number after the change, or the one before it; `nil` where it touches neither.
    ///
    /// - Parameter length: that of the country code.
    func applied(to number: Decimals, behind length: Int) -> UInt64? {
        let national = number.count - length
        let place = length + inserted.index
        if replacesZero { return replaced(number, behind: length) }
        if national == oldCount, isOld({ number.part(length + $0..<length + $0 + 1) }) {
            return number.inserting(inserted.digits, length: inserted.count, at: place)
        }
        guard national == oldCount + inserted.count,
            number.part(place..<place + inserted.count) == Int(inserted.digits)
        else { return nil }
        let isNew = isOld { index in
            let now = length + index + (index >= inserted.index ? inserted.count : 0)
            return number.part(now..<now + 1)
        }
        return isNew ? number.removing(length: inserted.count, at: place) : nil
    }

    private func replaced(_ number: Decimals, behind length: Int) -> UInt64? {
        guard number.count - length == oldCount else { return nil }
        let difference = inserted.digits * Decimals.power(oldCount - 1)
        let leading = UInt64(number.part(length..<length + 1))
        guard leading == 0 || leading == inserted.digits,
            isOld({ $0 == 0 ? 0 : number.part(length + $0..<length + $0 + 1) })
        else { return nil }
        return leading == 0 ? number.value + difference : number.value - difference
    }

    /// - Parameter digit: the old number's digit at an index.
    private func isOld(_ digit: (Int) -> Int) -> Bool {
        first & 1 << UInt16(digit(0)) != 0
            && further.digits & 1 << UInt16(digit(further.index)) != 0
    }

    private init(
        _ countryCode: Int, _ oldCount: Int, _ first: [UInt16], _ inserted: String,
        at index: Int = 0, where further: (index: Int, digits: [UInt16])? = nil
    ) {
        func bits(_ digits: [UInt16]) -> UInt16 { digits.reduce(0) { $0 | 1 << $1 } }
        self.countryCode = countryCode
        self.oldCount = oldCount
        self.first = bits(first)
        self.further = (further?.index ?? 0, bits(further?.digits ?? Array(0...9)))
        self.inserted = (UInt64(inserted) ?? 0, inserted.utf8.count, index)
        replacesZero = false
    }

    /// Eight digits of which the first, a 0, became another one.
    private init(_ countryCode: Int, inPlaceOfZero digit: String, where second: [UInt16]) {
        self.countryCode = countryCode
        oldCount = 8
        first = 1
        further = (1, second.reduce(0) { $0 | 1 << $1 })
        inserted = (UInt64(digit) ?? 0, 1, 0)
        replacesZero = true
    }

    /// Those of the last dozen years that are known to be such.
    ///
    /// - Source: the notices of national numbering plans at the ITU (T0202), in which each of these
    ///   changes is told with its date. Each row was held against libphonenumber's plans of before
    ///   and after: the old numbers were valid and the new ones are, of the same operator.
    static let all: [Renumbering] = [
        // Benin, 30 November 2024.
        Renumbering(229, 8, Array(1...9), "01"),
        // Nigeria, fixed lines, 2023.
        Renumbering(234, 8, Array(1...9), "20"),
        // Colombia, fixed lines, September 2021.
        Renumbering(57, 8, Array(1...8), "60"),
        // Côte d'Ivoire, 31 January 2021: mobiles by the second digit, fixed lines by the third.
        Renumbering(225, 8, [0, 4, 5, 6, 7, 8, 9], "01", where: (1, [0, 1, 2, 3])),
        Renumbering(225, 8, [0, 4, 5, 6, 7, 8, 9], "05", where: (1, [4, 5, 6])),
        Renumbering(225, 8, [0, 4, 5, 6, 7, 8, 9], "07", where: (1, [7, 8, 9])),
        Renumbering(225, 8, [2, 3], "25", where: (2, [0])),
        Renumbering(225, 8, [2, 3], "21", where: (2, [8])),
        Renumbering(225, 8, [2, 3], "27", where: (2, [1, 2, 3, 4, 5, 6, 7, 9])),
        // Philippines, Metro Manila, October 2019: the largest operator's lines.
        Renumbering(63, 8, [2], "8", at: 1),
        // The Gambia, since 2024: mobiles, the operator's digits before the old ones.
        Renumbering(220, 7, [3], "83"), Renumbering(220, 7, [6], "86"),
        Renumbering(220, 7, [2, 7], "87"), Renumbering(220, 7, [9], "89"),
        Renumbering(220, 7, [5], "83", where: (1, [0, 1, 2, 3, 4, 8])),
        Renumbering(220, 7, [4], "87", where: (1, [0, 1, 5])),
        // Gabon, 2019: each leading digit, and the operator's before it or in place of a 0.
        Renumbering(241, 7, [1], "1"), Renumbering(241, 7, [2, 5, 6], "6"),
        Renumbering(241, 7, [4, 7], "7"),
        Renumbering(241, inPlaceOfZero: "1", where: [1]),
        Renumbering(241, inPlaceOfZero: "6", where: [2, 5, 6]),
        Renumbering(241, inPlaceOfZero: "7", where: [4, 7]),
        // Cameroon, November 2014; those that begin with 8 have stayed.
        Renumbering(237, 8, [2, 3], "2"), Renumbering(237, 8, [7, 9], "6"),
    ]

    /// Whether a country code is among them.
    static let countries: [Bool] = (0...999).map { code in all.contains { $0.countryCode == code } }
}
