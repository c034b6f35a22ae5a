/// Reads the block of `agi_` lines with which Asterisk begins, in pieces of any size; or the one
/// line of a question that begins otherwise.
///
/// The first line decides, so that whatever is neither is answered before anything of it counts:
/// a browser's request, whose body might hold any lines.
public struct EnvironmentReader {
    /// The longest line, in bytes.
    public static let lineByteLimit = 8192
    /// The longest block, in bytes.
    public static let byteLimit = 65_536
    /// Keys that are kept; each once, because the first occurrence is Asterisk's own.
    private static let known: Set<String> = [
        "network_script", "channel", "uniqueid", "callerid", "callingpres", "callington", "arg_1",
        "arg_2", "arg_3",
    ]

    /// How far the block has come.
    public enum Progress: Equatable {
        case incomplete
        case complete(Environment)
        /// Too long a line, too long a block.
        case refused
    }

    private var line: [UInt8] = []
    /// Bytes read so far.
    public private(set) var byteCount = 0
    private var isFirstLine = true

    /// Whether it is a block, of which more is to come.
    public var isInBlock: Bool { !isFirstLine }
    private var values: [String: String] = [:]

    public init() {}

    /// Takes the next bytes; to be called no more once it has said something but `incomplete`.
    public mutating func read(_ bytes: Span<UInt8>) -> Progress {
        for index in bytes.indices {
            let byte = bytes[index]
            byteCount += 1
            guard byteCount <= Self.byteLimit else { return .refused }
            guard byte == UInt8(ascii: "\n") else {
                guard line.count < Self.lineByteLimit else { return .refused }
                line.append(byte)
                continue
            }
            if line.isEmpty, !isFirstLine {
                // Asterisk says nothing behind the block until it gets a command.
                return .complete(Environment(values, isTrusted: index == bytes.count - 1))
            }
            if isFirstLine, !isOfBlock { return .complete(Environment(GatewayQuestion(line))) }
            isFirstLine = false
            takeLine()
        }
        return .incomplete
    }

    private var isOfBlock: Bool { line.starts(with: "agi_".utf8) }

    private mutating func takeLine() {
        defer { line.removeAll(keepingCapacity: true) }
        guard isOfBlock, let colon = line.firstIndex(of: UInt8(ascii: ":"))
        else { return }
        let key = String(decoding: line[4..<colon], as: UTF8.self)
        guard Self.known.contains(key), values[key] == nil else { return }
        var value = line[(colon + 1)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        values[key] = String(decoding: value, as: UTF8.self)
    }
}
