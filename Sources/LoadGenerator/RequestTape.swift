import ProtocolWords

/// Requests made ready before a load begins, asked one after the other, over and over.
public struct RequestTape: Sendable {
    /// The longest spelling of a number that fits in a request line.
    public static let numberByteLimit = Limits.requestLineBytes - 24

    private static let verb = Array("LOOKUP ".utf8)
    private static let ending = Array("\r\n".utf8)

    /// How many requests.
    public var count: Int { starts.count - 1 }

    private(set) var bytes: [UInt8] = []
    /// Where each request begins, and where the last one ends.
    private var starts = [0]
    /// Whether a reply must repeat the number: it is spelled `+` and digits.
    private var isCanonical: [Bool] = []

    /// - Parameter numbers: in any spelling.
    /// - Throws: `noNumbers`, `badNumber`.
    public init(_ numbers: some Sequence<String>) throws(LoadError) {
        for number in numbers {
            let text = Array(number.utf8)
            let isFit =
                !text.isEmpty && text.count <= Self.numberByteLimit
                && text.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            guard isFit else { throw .badNumber(position: starts.count) }
            bytes += Self.verb + text + Self.ending
            starts.append(bytes.count)
            isCanonical.append(Self.isCanonical(text))
        }
        guard count > 0 else { throw .noNumbers }
    }

    /// Where the bytes of so many requests lie that follow each other.
    func place(of first: Int, count: Int) -> Range<Int> { starts[first]..<starts[first + count] }

    /// Where the number of one request lies, as it was given.
    private func numberPlace(_ request: Int) -> Range<Int> {
        (starts[request] + Self.verb.count)..<(starts[request + 1] - Self.ending.count)
    }

    /// The number of one request, as it was given.
    func number(_ request: Int) -> String {
        String(decoding: bytes[numberPlace(request)], as: UTF8.self)
    }

    /// Where what a reply must repeat lies; `nil` where any number will do.
    func subject(_ request: Int) -> Range<Int>? {
        isCanonical[request] ? numberPlace(request) : nil
    }

    private static func isCanonical(_ number: [UInt8]) -> Bool {
        guard number.first == UInt8(ascii: "+"), number.count > 1 else { return false }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return number.dropFirst().allSatisfy(digits.contains)
    }
}
