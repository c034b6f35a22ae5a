import Customers

/// Moments as the agent's wall clock shows them.
struct LocalTime {
    /// Seconds east of UTC at a moment.
    let offset: @Sendable (Moment) -> Int
    let now: Moment

    /// `14:32`
    func clock(_ moment: Moment) -> String { String(text(moment).dropFirst(11).prefix(5)) }

    /// `14:32` today, else `2026-11-20`, or `20 Nov` within the year.
    func short(_ moment: Moment) -> String {
        let (text, today) = (text(moment), text(now))
        if text.prefix(10) == today.prefix(10) { return String(text.dropFirst(11).prefix(5)) }
        guard text.prefix(4) == today.prefix(4) else { return String(text.prefix(10)) }
        return dayAndMonth(text)
    }

    /// A day that came as a moment, such as that of an invoice: `20 Nov` within the year, else
    /// `2025-11-20`. It is the same day in every zone.
    func day(_ moment: Moment) -> String {
        let (text, today) = (moment.description, text(now))
        return text.prefix(4) == today.prefix(4) ? dayAndMonth(text) : String(text.prefix(10))
    }

    /// `today 14:32`, `23 Nov 09:00`, `2025-01-09 14:00`
    func full(_ moment: Moment) -> String {
        let day = short(moment)
        return day.contains(":") ? "today \(day)" : "\(day) \(clock(moment))"
    }

    /// `02:13`, `1:02:13`; never less than nothing.
    static func duration(_ seconds: Int64) -> String {
        let seconds = max(0, Int(clamping: seconds))
        let minutes = two(seconds / 60 % 60) + ":" + two(seconds % 60)
        return seconds < 3600 ? minutes : "\(seconds / 3600):\(minutes)"
    }

    /// `45 min`, `3 h 20 min`, `2 days`
    static func span(minutes: Int) -> String {
        if minutes < 120 { return "\(minutes) min" }
        if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        return "\(minutes / 1440) days"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// ISO 8601 with the zone's digits.
    private func text(_ moment: Moment) -> String { (moment + Int64(offset(moment))).description }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private func dayAndMonth(_ text: String) -> String {
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        let day = text.dropFirst(8).prefix(2)
        return "\(day) \(Self.months[min(max(month, 1), 12) - 1])"
    }
}
