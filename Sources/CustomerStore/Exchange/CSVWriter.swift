public import Customers

#if canImport(Glibc)
    import Glibc
#endif

/// Writes rows of comma-separated values to a file that gets its name when it is complete.
///
/// Only its owner may read the file: it says much about people.
///
/// - Source: RFC 4180.
public final class CSVWriter {
    /// How rows end.
    public enum LineEnd: Sendable {
        /// What RFC 4180 says.
        case crlf
        case lf
    }

    /// Bytes that wait before they are written.
    private static let bufferBytes = 1 << 18

    public let path: String
    private let temporaryPath: String
    private let lineEnd: LineEnd
    private var descriptor: Int32
    /// Whether everything is on the disk and the name is still to come.
    private var isComplete = false
    private var buffer: [UInt8] = []
    private var isAtRowStart = true
    /// Where in `buffer` the row begins.
    private var rowStart = 0

    /// Creates the file under a temporary name beside `path`, and writes the header row.
    public init(
        path: String, columns: [String], lineEnd: LineEnd = .crlf
    ) throws(ExchangeError) {
        self.path = path
        self.lineEnd = lineEnd
        temporaryPath = "\(path).\(getpid()).part"
        descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .writing(path, errno: errno) }
        buffer.reserveCapacity(Self.bufferBytes + CSVLimits.rowBytes)
        for column in columns { field(column) }
        try endRow()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if descriptor >= 0 || isComplete { unsafe unlink(temporaryPath) }
    }

    /// Writes what waits, and gives the file its name.
    ///
    /// Without this call, nothing is left of the file.
    public func finish() throws(ExchangeError) {
        try complete()
        try publish()
    }

    /// Writes what waits, down to the disk; the file has no name yet.
    func complete() throws(ExchangeError) {
        try flush()
        let synced = fsync(descriptor) == 0
        let problem = errno
        let closed = close(descriptor) == 0
        descriptor = -1
        guard synced, closed else { throw failure(synced ? errno : problem) }
        isComplete = true
    }

    /// Gives a complete file its name.
    func publish() throws(ExchangeError) {
        guard unsafe rename(temporaryPath, path) == 0 else { throw failure(errno) }
        isComplete = false
    }

    /// A text, quoted where it needs to be.
    public func field(_ text: String) {
        separate()
        var copy = text
        copy.withUTF8 { unsafe append(text: Span(_unsafeElements: $0)) }
    }

    /// A text without commas, quotes and line ends.
    public func field(_ word: StaticString) {
        separate()
        word.withUTF8Buffer { unsafe buffer.append(contentsOf: $0) }
    }

    /// The same from bytes of UTF-8.
    public func field(_ text: Span<UInt8>) {
        separate()
        append(text: text)
    }

    /// A whole number in decimal.
    public func field(_ value: Int64) {
        separate()
        appendDigits(value, width: 1)
    }

    /// `+` and digits.
    func field(phoneNumber digits: Int64) {
        separate()
        buffer.append(UInt8(ascii: "+"))
        appendDigits(digits, width: 1)
    }

    /// `1` or `0`.
    public func field(_ flag: Bool) {
        separate()
        buffer.append(flag ? UInt8(ascii: "1") : UInt8(ascii: "0"))
    }

    /// `YYYY-MM-DD`.
    public func field(_ day: CalendarDay) {
        separate()
        append(day)
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`.
    public func field(_ moment: Moment) {
        separate()
        let day = moment.day
        append(day)
        let second = moment - day.start
        buffer.append(UInt8(ascii: "T"))
        appendDigits(second / 3600, width: 2)
        buffer.append(UInt8(ascii: ":"))
        appendDigits(second / 60 % 60, width: 2)
        buffer.append(UInt8(ascii: ":"))
        appendDigits(second % 60, width: 2)
        buffer.append(UInt8(ascii: "Z"))
    }

    /// Major units with a dot and two digits.
    public func field(_ money: Money) {
        separate()
        if money.hundredths < 0 { buffer.append(UInt8(ascii: "-")) }
        let magnitude = Int64(money.hundredths.magnitude)
        appendDigits(magnitude / 100, width: 1)
        buffer.append(UInt8(ascii: "."))
        appendDigits(magnitude % 100, width: 2)
    }

    /// A field without a value.
    public func emptyField() { separate() }

    /// Ends the row; hands full buffers to the file.
    public func endRow() throws(ExchangeError) {
        if lineEnd == .crlf { buffer.append(UInt8(ascii: "\r")) }
        buffer.append(UInt8(ascii: "\n"))
        isAtRowStart = true
        if buffer.count >= Self.bufferBytes { try flush() }
        rowStart = buffer.count
    }

    /// Takes back the fields of the row that is not ended.
    func dropRow() {
        buffer.removeSubrange(rowStart...)
        isAtRowStart = true
    }

    private func separate() {
        if !isAtRowStart { buffer.append(UInt8(ascii: ",")) }
        isAtRowStart = false
    }

    private func append(text: Span<UInt8>) {
        guard Self.needsQuotes(text) else {
            return unsafe text.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
        }
        buffer.append(UInt8(ascii: "\""))
        for index in text.indices {
            buffer.append(text[index])
            if text[index] == UInt8(ascii: "\"") { buffer.append(UInt8(ascii: "\"")) }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static func needsQuotes(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] <= UInt8(ascii: ",") {
            switch text[index] {
            case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                return true
            default: break
            }
        }
        return false
    }

    private func append(_ day: CalendarDay) {
        let (year, month, day) = day.dayOfMonth
        appendDigits(Int64(year), width: 4)
        buffer.append(UInt8(ascii: "-"))
        appendDigits(Int64(month), width: 2)
        buffer.append(UInt8(ascii: "-"))
        appendDigits(Int64(day), width: 2)
    }

    private func appendDigits(_ value: Int64, width: Int) {
        if value < 0 { buffer.append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        var scale: UInt64 = 1
        var digits = 1
        while digits < width || magnitude / scale > 9 {
            scale *= 10
            digits += 1
        }
        while scale > 0 {
            buffer.append(UInt8(ascii: "0") + UInt8(magnitude / scale % 10))
            scale /= 10
        }
    }

    /// `write(2)`, until everything is written.
    private func flush() throws(ExchangeError) {
        var written = 0
        while written < buffer.count {
            let count = unsafe buffer.withUnsafeBytes { bytes in
                unsafe write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw failure(errno)
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ code: Int32) -> ExchangeError {
        unsafe unlink(temporaryPath)
        return .writing(path, errno: code)
    }
}
