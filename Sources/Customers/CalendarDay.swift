/// A date without a time, as a count of days since 1970-01-01 (proleptic Gregorian calendar).
public struct CalendarDay: Hashable, Comparable, Sendable {
    public let daysSince1970: Int32

    public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// Reads `YYYY-MM-DD`; `nil` for every other text and for days that do not exist.
    public init?(_ text: some StringProtocol) {
        var fields = DigitReader(text.utf8)
        guard let day = CalendarDay(&fields), fields.isAtEnd else { return nil }
        self = day
    }

    init?(_ fields: inout DigitReader) {
        guard let year = fields.number(digits: 4, in: 1...9999), fields.take("-"),
            let month = fields.number(digits: 2, in: 1...12), fields.take("-"),
            let day = fields.number(digits: 2, in: 1...31)
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard dayOfMonth == (year, month, day) else { return nil }
    }

    /// - Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    public init(year: Int, month: Int, day: Int) {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = Int64(shiftedYear).floorDivided(by: 400)
        let yearOfEra = Int64(shiftedYear) - era * 400
        let monthFromMarch = Int64((month + 9) % 12)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// - Source: the same, `civil_from_days`.
    public var dayOfMonth: (year: Int, month: Int, day: Int) {
        let shifted = Int64(daysSince1970) + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(day))
    }

    /// Midnight UTC at the start of the day.
    public var start: Moment { Moment(secondsSince1970: Int64(daysSince1970) * 86_400) }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}

extension CalendarDay: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = dayOfMonth
        return "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
    }
}
