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
        }
        guard count > 0 else { throw .noNumbers }
    }

    /// The bytes of one request, its line ending included.
    func request(_ index: Int) -> ArraySlice<UInt8> { bytes[starts[index]..<starts[index + 1]] }

    /// The number of one request, as it was given.
    func number(_ index: Int) -> ArraySlice<UInt8> {
        request(index).dropFirst(Self.verb.count).dropLast(Self.ending.count)
    }

    /// What a reply of a server must repeat: the number, where it is spelled `+` and digits.
    func subject(_ index: Int) -> ArraySlice<UInt8>? {
        let number = number(index)
        guard number.first == UInt8(ascii: "+"), number.count > 1 else { return nil }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return number.dropFirst().allSatisfy(digits.contains) ? number : nil
    }
}
