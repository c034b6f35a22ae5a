/// Requests made ready before a load begins, asked one after the other, over and over.
public struct RequestTape: Sendable {
    /// How many requests.
    public var count: Int { starts.count - 1 }

    let language: LoadLanguage
    private(set) var bytes: [UInt8] = []
    /// Where each request begins, and where the last one ends.
    private var starts = [0]
    /// Where the key of each request lies, of several the last one.
    private var keys: [Range<Int>] = []
    /// Whether a reply must repeat the key.
    private var isRepeated: [Bool] = []

    /// - Parameter numbers: in any spelling; in another language keys, or several with spaces.
    /// - Throws: `noNumbers`, `badNumber`.
    public init(
        _ numbers: some Sequence<String>, _ language: LoadLanguage = .screenpop
    ) throws(LoadError) {
        self.language = language
        for number in numbers {
            let isFit =
                !number.isEmpty && number.utf8.count <= language.keyByteLimit
                && number.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            guard isFit else {
                throw .badNumber(position: starts.count, byteLimit: language.keyByteLimit)
            }
            append(Array(number.utf8))
        }
        guard count > 0 else { throw .noNumbers }
    }

    private mutating func append(_ key: [UInt8]) {
        var place = 0..<0
        for part in language.parts {
            switch part {
            case .text(let text): bytes += text
            case .length: bytes += String(key.count).utf8
            case .key:
                place = bytes.count..<(bytes.count + key.count)
                bytes += key
            }
        }
        starts.append(bytes.count)
        if language.prefix != nil, let space = key.lastIndex(of: UInt8(ascii: " ")) {
            place = (place.lowerBound + space + 1)..<place.upperBound
        }
        keys.append(place)
        isRepeated.append(language.prefix != nil || Self.isCanonical(key))
    }

    /// Where the bytes of so many requests lie that follow each other.
    func place(of first: Int, count: Int) -> Range<Int> { starts[first]..<starts[first + count] }

    /// The number of one request, as it was given.
    func number(_ request: Int) -> String {
        String(decoding: bytes[keys[request]], as: UTF8.self)
    }

    /// Where what a reply must repeat lies; `nil` where any number will do.
    func subject(_ request: Int) -> Range<Int>? { isRepeated[request] ? keys[request] : nil }

    /// Whether it is spelled `+` and digits.
    private static func isCanonical(_ number: [UInt8]) -> Bool {
        guard number.first == UInt8(ascii: "+"), number.count > 1 else { return false }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return number.dropFirst().allSatisfy(digits.contains)
    }
}
