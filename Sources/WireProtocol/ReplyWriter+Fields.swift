public import Customers
public import Access
import ProtocolWords

extension ReplyWriter {
    /// The number that a reply is about; stands alone after the code in text.
    @inlinable @inline(__always)
    public mutating func number(_ number: PhoneNumber) {
        switch format {
        case .text: buffer.append(" +")
        case .json: buffer.append(",\"number\":\"+")
        }
        append(number)
        quoteInJSON()
    }

    /// A number, whole or masked, without its plus sign.
    @inlinable @inline(__always)
    mutating func append(_ number: PhoneNumber) {
        if shows(.numbers) {
            buffer.append(decimal: number.digits)
        } else {
            appendMasked(number)
        }
    }

    /// The digits in the middle as asterisks: `44*******58`.
    @usableFromInline
    mutating func appendMasked(_ number: PhoneNumber) {
        let digits = Array("\(number.digits)".utf8)
        for (place, digit) in digits.enumerated() {
            let isShown = place < 2 || place >= digits.count - 2
            buffer.append(isShown && digits.count > 6 ? digit : UInt8(ascii: "*"))
        }
    }

    /// A number as the value of a field.
    public mutating func field(_ key: StaticString, number: PhoneNumber) {
        begin(key)
        quoteInJSON()
        buffer.append("+")
        append(number)
        quoteInJSON()
    }

    /// The account that a reply is about; stands alone after the code in text.
    public mutating func subject(_ account: Account) {
        if format == .json {
            field("account", word: account.text)
        } else {
            buffer.append(" ")
            for byte in account.text.utf8 { buffer.append(byte) }
        }
    }

    /// A whole number.
    @inlinable @inline(__always)
    public mutating func field(_ key: StaticString, _ value: Int) {
        begin(key)
        if value < 0 { buffer.append("-") }
        buffer.append(decimal: UInt64(value.magnitude))
    }

    /// `-` in text, `null` in JSON.
    @inlinable @inline(__always)
    public mutating func field(unknown key: StaticString) {
        begin(key)
        switch format {
        case .text: buffer.append("-")
        case .json: buffer.append("null")
        }
    }

    /// A word of ours; in JSON a text.
    @inlinable @inline(__always)
    public mutating func field(_ key: StaticString, word: StaticString) {
        begin(key)
        quoteInJSON()
        buffer.append(word)
        quoteInJSON()
    }

    /// A value of one word that needs no quotation: an account, a moment, an amount.
    ///
    /// - Parameter word: ASCII without space, control character, quotation mark, backslash.
    @inlinable @inline(__always)
    public mutating func field(_ key: StaticString, word: Span<UInt8>) {
        buffer.reserve(Self.fixedLineBytes + word.count)
        begin(key)
        quoteInJSON()
        buffer.append(word)
        quoteInJSON()
    }

    /// The same from a text.
    public mutating func field(_ key: StaticString, word: String) {
        field(key, word: Array(word.utf8).span)
    }

    /// `2026-11-21T09:12:00Z`, or unknown.
    @inlinable @inline(__always)
    public mutating func field(_ key: StaticString, _ moment: Moment?) {
        if let moment { field(key, moment) } else { field(unknown: key) }
    }

    /// `2026-11-21T09:12:00Z`.
    public mutating func field(_ key: StaticString, _ moment: Moment) {
        begin(key)
        quoteInJSON()
        date(moment.day)
        let second = moment - moment.day.start
        buffer.append("T")
        buffer.append(decimal: UInt64(second / 3600), width: 2)
        buffer.append(":")
        buffer.append(decimal: UInt64(second / 60 % 60), width: 2)
        buffer.append(":")
        buffer.append(decimal: UInt64(second % 60), width: 2)
        buffer.append("Z")
        quoteInJSON()
    }

    /// `2026-11-21`, or unknown.
    public mutating func field(_ key: StaticString, _ day: CalendarDay?) {
        guard let day else { return field(unknown: key) }
        begin(key)
        quoteInJSON()
        date(day)
        quoteInJSON()
    }

    /// A text for people, always in quotation marks.
    ///
    /// - Parameter text: UTF-8; control characters in it become spaces.
    @inlinable @inline(__always)
    public mutating func field(_ key: StaticString, quoted text: Span<UInt8>) {
        buffer.reserve(Self.fixedLineBytes + 2 * text.count)
        begin(key)
        buffer.append("\"")
        if Self.isPlain(text) { buffer.append(text) } else { append(escaping: text) }
        buffer.append("\"")
    }

    @usableFromInline
    mutating func append(escaping text: Span<UInt8>) {
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                buffer.append(UInt8(ascii: "\\"))
            }
            buffer.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: " ") : byte)
        }
    }

    /// Whether a text stands between quotation marks as it is; without a way out before its end, so
    /// that the compiler takes many bytes at a time.
    @usableFromInline
    static func isPlain(_ text: Span<UInt8>) -> Bool {
        var others: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            let isOther =
                byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"")
                || byte == UInt8(ascii: "\\")
            others |= isOther ? 1 : 0
        }
        return others == 0
    }

    /// A text for people; cut at `Limits.textBytes`.
    public mutating func field(_ key: StaticString, quoted text: String) {
        field(key, quoted: Array(DisplayText.clean(text, byteLimit: Limits.textBytes).utf8).span)
    }

    /// Words of ours that need no escapes.
    public mutating func field(_ key: StaticString, quoted words: StaticString) {
        begin(key)
        buffer.append("\"")
        buffer.append(words)
        buffer.append("\"")
    }

    @inlinable @inline(__always)
    mutating func begin(_ key: StaticString) {
        buffer.reserve(Self.fixedLineBytes)
        switch format {
        case .text:
            buffer.append(" ")
            buffer.append(key)
            buffer.append("=")
        case .json:
            buffer.append(",\"")
            buffer.append(key)
            buffer.append("\":")
        }
    }

    @inlinable @inline(__always)
    mutating func quoteInJSON() {
        if format == .json { buffer.append("\"") }
    }

    private mutating func date(_ day: CalendarDay) {
        let (year, month, dayOfMonth) = day.dayOfMonth
        buffer.append(decimal: UInt64(max(0, year)), width: 4)
        buffer.append("-")
        buffer.append(decimal: UInt64(month), width: 2)
        buffer.append("-")
        buffer.append(decimal: UInt64(dayOfMonth), width: 2)
    }
}
