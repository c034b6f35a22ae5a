internal import Customers

/// Why a field cannot be taken.
struct FieldProblem: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Reads the values of exchange files from bytes, without making strings of them.
///
/// The `quoted` text in a reason is the field as it came, cut to a readable length.
enum FieldText {
    /// The longest part of a field that a reason repeats, in characters.
    static let quotedLimit = 40
    /// Digits before the dot of an amount: sums of any number of rows stay within 64 bits.
    static let amountDigits = 12
    /// Digits of an integer.
    static let integerDigits = 9
    /// What so many digits can say, in hundredths.
    static let amountLimit = Int64(-99_999_999_999_999)...Int64(99_999_999_999_999)
    /// The same of an integer.
    static let integerLimit = Int64(-999_999_999)...Int64(999_999_999)
    /// Values that a supervisor can set.
    static let grades = Int64(1)...Int64(5)
    /// Numbers that the database takes.
    static let phoneNumbers = Int64(100)...Int64(999_999_999_999_999)

    /// `YYYY-MM-DD` of a day that exists.
    static func day(_ text: Span<UInt8>) throws(FieldProblem) -> CalendarDay {
        if text.count == 10, let day = isoDay(text) { return day }
        throw FieldProblem("\(quoted(text)) is no date; write YYYY-MM-DD")
    }

    /// ISO 8601 with a zone.
    static func moment(_ text: Span<UInt8>) throws(FieldProblem) -> Int64 {
        if text.count == 20, let seconds = utcSecond(text) { return seconds }
        guard let moment = Moment(iso8601: string(text)) else {
            throw FieldProblem(
                "\(quoted(text)) is no moment with a zone; write YYYY-MM-DDTHH:MM:SSZ")
        }
        return moment.secondsSince1970
    }

    /// `1234`, `1234.5`, `-3.05`: hundredths.
    static func amount(_ text: Span<UInt8>) throws(FieldProblem) -> Int64 {
        var index = 0
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { index = 1 }
        let units = digits(text, from: &index, limit: amountDigits)
        var hundredths = (units ?? 0) * 100
        var isWhole = units != nil
        if isWhole, index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let before = index
            let decimals = digits(text, from: &index, limit: 2)
            isWhole = decimals != nil
            hundredths += (decimals ?? 0) * (index - before == 1 ? 10 : 1)
        }
        guard isWhole, index == text.count else {
            throw FieldProblem(
                "\(quoted(text)) is no amount; write at most \(amountDigits) digits, a dot and "
                    + "at most two digits")
        }
        return isNegative ? -hundredths : hundredths
    }

    static func integer(_ text: Span<UInt8>) throws(FieldProblem) -> Int64 {
        var index = text.count > 0 && text[0] == UInt8(ascii: "-") ? 1 : 0
        let isNegative = index == 1
        guard let value = digits(text, from: &index, limit: integerDigits), index == text.count
        else {
            throw FieldProblem(
                "\(quoted(text)) is no whole number of at most \(integerDigits) digits")
        }
        return isNegative ? -value : value
    }

    static func grade(_ text: Span<UInt8>) throws(FieldProblem) -> Int64 {
        guard text.count == 1, case let value = Int64(text[0]) - 0x30, grades.contains(value) else {
            throw FieldProblem("\(quoted(text)) is no value; write 1 to 5")
        }
        return value
    }

    /// `+442079460958`.
    static func phoneNumber(_ text: Span<UInt8>) throws(FieldProblem) -> Int64 {
        var index = 1
        guard text.count > 1, text[0] == UInt8(ascii: "+"), text[1] != UInt8(ascii: "0"),
            let value = digits(text, from: &index, limit: 15), index == text.count,
            phoneNumbers.contains(value)
        else {
            throw FieldProblem("\(quoted(text)) is no number in E.164; write + and 3 to 15 digits")
        }
        return value
    }

    static func flag(_ text: Span<UInt8>) throws(FieldProblem) -> Int64 {
        guard text.count == 1, text[0] == UInt8(ascii: "0") || text[0] == UInt8(ascii: "1") else {
            throw FieldProblem("\(quoted(text)) is neither 1 nor 0")
        }
        return Int64(text[0] - UInt8(ascii: "0"))
    }

    /// Checks a field that is stored as it is.
    static func check(_ text: Span<UInt8>, is form: ExchangeColumn.Form) throws(FieldProblem) {
        switch form {
        case .reference(let limit): try check(text, characterLimit: limit)
        case .newAccount: try check(account: text)
        case .word(let words): try check(text, isOneOf: words)
        case .code(let letters): try check(text, hasLetters: letters)
        case .date: _ = try day(text)
        case .customer, .parent: try check(account: text)
        case .interruption: try check(text, characterLimit: ExchangeFile.referenceLimit)
        case .text, .filledText, .moment, .amount, .integer, .grade, .phoneNumber, .flag,
            .optionalFlag:
            break
        }
    }

    static func check(_ text: Span<UInt8>, isOneOf words: [StaticString]) throws(FieldProblem) {
        guard !words.contains(where: { isEqual(text, $0) }) else { return }
        let list = words.map { "\($0)" }.joined(separator: ", ")
        throw FieldProblem("\(quoted(text)) is none of \(list)")
    }

    static func check(_ text: Span<UInt8>, hasLetters count: Int) throws(FieldProblem) {
        var isCode = text.count == count
        for index in text.indices where isCode {
            isCode = text[index] >= UInt8(ascii: "A") && text[index] <= UInt8(ascii: "Z")
        }
        guard isCode else { throw FieldProblem("\(quoted(text)) is not \(count) capital letters") }
    }

    static func check(account text: Span<UInt8>) throws(FieldProblem) {
        guard Account.allows(text) else {
            throw FieldProblem(
                "\(quoted(text)) is no account; write 1 to \(Account.byteLimit) printable ASCII "
                    + "characters without space, quote, backslash, comma and semicolon, "
                    + "not starting with # or *, and not - alone")
        }
    }

    static func check(_ text: Span<UInt8>, characterLimit limit: Int) throws(FieldProblem) {
        guard text.count > limit, string(text).unicodeScalars.count > limit else { return }
        throw FieldProblem("\(quoted(text)) is longer than \(limit) characters")
    }

    static func string(_ text: Span<UInt8>) -> String {
        unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    static func quoted(_ text: Span<UInt8>) -> String {
        let whole = string(text)
        let isLong = whole.count > quotedLimit
        return "'\(isLong ? "\(whole.prefix(quotedLimit))..." : whole)'"
    }

    static func isEqual(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            text.indices.allSatisfy { unsafe letters[$0] == text[$0] }
        }
    }
}

extension FieldText {
    /// Reads 1 to `limit` digits.
    private static func digits(
        _ text: Span<UInt8>, from index: inout Int, limit: Int
    ) -> Int64? {
        let start = index
        var value: Int64 = 0
        while index < text.count, text[index] >= 0x30, text[index] <= 0x39 {
            guard index - start < limit else { return nil }
            value = value * 10 + Int64(text[index] - 0x30)
            index += 1
        }
        return index > start ? value : nil
    }

    private static func isoDay(_ text: Span<UInt8>) -> CalendarDay? {
        guard let year = number(text, 0..<4), text[4] == UInt8(ascii: "-"),
            let month = number(text, 5..<7), text[7] == UInt8(ascii: "-"),
            let day = number(text, 8..<10), year > 0, (1...12).contains(month)
        else { return nil }
        let read = CalendarDay(year: year, month: month, day: day)
        return read.dayOfMonth == (year, month, day) ? read : nil
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, the form that export writes.
    private static func utcSecond(_ text: Span<UInt8>) -> Int64? {
        guard let day = isoDay(text), text[10] == UInt8(ascii: "T"),
            let hour = number(text, 11..<13), text[13] == UInt8(ascii: ":"), hour < 24,
            let minute = number(text, 14..<16), text[16] == UInt8(ascii: ":"), minute < 60,
            let second = number(text, 17..<19), text[19] == UInt8(ascii: "Z"), second < 60
        else { return nil }
        return day.start.secondsSince1970 + Int64(hour * 3600 + minute * 60 + second)
    }

    private static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            let digit = text[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
