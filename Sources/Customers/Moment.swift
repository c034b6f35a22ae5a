import Glibc

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
public struct Moment: Hashable, Comparable, Sendable {
    public let secondsSince1970: Int64

    public init(secondsSince1970: Int64) { self.secondsSince1970 = secondsSince1970 }

    /// The system's clock.
    public static var now: Moment {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Moment(secondsSince1970: Int64(time.tv_sec))
    }

    /// Reads ISO 8601 with a zone: `2026-11-21T09:12Z`, `2026-11-21T09:12:30+01:00`,
    /// a blank instead of `T`, a fraction of a second (dropped).
    ///
    /// - Returns: `nil` for every other text, and without a zone.
    public init?(iso8601 text: some StringProtocol) {
        var fields = DigitReader(text.utf8)
        guard let day = CalendarDay(&fields), fields.take("T") || fields.take(" "),
            let hour = fields.number(digits: 2, in: 0...23), fields.take(":"),
            let minute = fields.number(digits: 2, in: 0...59)
        else { return nil }
        var second = 0
        if fields.take(":") {
            guard let read = fields.number(digits: 2, in: 0...60) else { return nil }
            second = read
            if fields.take("."), !fields.skipDigits() { return nil }
        }
        guard let offset = Self.zone(&fields), fields.isAtEnd else { return nil }
        let local = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        secondsSince1970 = local - Int64(offset)
    }

    /// The offset in seconds: `Z`, `+01:00`, `-0330` or `+01`.
    private static func zone(_ fields: inout DigitReader) -> Int? {
        if fields.take("Z") || fields.take("z") { return 0 }
        let isWest = fields.take("-")
        guard isWest || fields.take("+"), let hours = fields.number(digits: 2, in: 0...15) else {
            return nil
        }
        var minutes = 0
        if fields.take(":") || !fields.isAtEnd {
            guard let read = fields.number(digits: 2, in: 0...59) else { return nil }
            minutes = read
        }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    /// The day in UTC.
    public var day: CalendarDay {
        CalendarDay(daysSince1970: Int32(clamping: secondsSince1970.floorDivided(by: 86_400)))
    }

    /// The day in the time zone of this machine.
    ///
    /// Wraps `localtime_r(3)`.
    public var localDay: CalendarDay {
        var seconds = time_t(secondsSince1970)
        var local = unsafe tm()
        guard unsafe localtime_r(&seconds, &local) != nil else { return day }
        return Moment(secondsSince1970: secondsSince1970 + Int64(unsafe local.tm_gmtoff)).day
    }

    public static func < (left: Moment, right: Moment) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    public static func + (moment: Moment, seconds: Int64) -> Moment {
        Moment(secondsSince1970: moment.secondsSince1970 + seconds)
    }

    public static func - (moment: Moment, seconds: Int64) -> Moment { moment + -seconds }

    /// Seconds from `earlier` to `later`.
    public static func - (later: Moment, earlier: Moment) -> Int64 {
        later.secondsSince1970 - earlier.secondsSince1970
    }
}

extension Moment: CustomStringConvertible {
    /// ISO 8601 in UTC, to the second: `2026-11-21T09:12:00Z`.
    public var description: String {
        let second = Int(secondsSince1970 - Int64(day.daysSince1970) * 86_400)
        let time = [second / 3600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }
        return "\(day)T\(time.joined(separator: ":"))Z"
    }
}
