import Customers

/// Writes the two commands that we ever send, so that nothing of a value can become another.
struct CommandWriter {
    /// A value, in bytes; far below the 8,191 of a line that Asterisk cuts.
    private static let valueBytes = 400

    private(set) var bytes: [UInt8] = []

    /// - Parameter name: a literal of ours.
    mutating func set(_ name: StaticString, _ value: String) {
        bytes += Array("SET VARIABLE \(name) ".utf8)
        quote(value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// An empty value for what is not known, so that nothing is left of an earlier answer.
    mutating func set(_ name: StaticString, _ value: Int?) {
        set(name, value.map { "\($0)" } ?? "")
    }

    mutating func verbose(_ text: String) {
        bytes += Array("VERBOSE ".utf8)
        quote(text)
        bytes += Array(" 3\n".utf8)
    }

    /// No control character, valid UTF-8, nothing that a dialplan would expand.
    private mutating func quote(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        var last = UInt8(ascii: " ")
        for byte in Self.clean(value).utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            // `${` and `$[` would be expanded where a dialplan evaluates what it was given.
            if last == UInt8(ascii: "$"), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                bytes.append(UInt8(ascii: " "))
            }
            bytes.append(byte)
            last = byte
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func clean(_ value: String) -> String {
        DisplayText.clean(value, byteLimit: valueBytes)
    }
}
