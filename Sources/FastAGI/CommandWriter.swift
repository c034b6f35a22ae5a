import Customers

/// Writes the two commands that we ever send, so that nothing of a value can become another.
struct CommandWriter {
    /// A value, in bytes; far below the 8,191 of a line that Asterisk cuts.
    private static let valueBytes = 400

    private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - names: literals of ours, which make one name; an empty value for what is not known, so
    ///     that nothing is left of an earlier answer.
    mutating func set(_ names: StaticString..., to value: String) {
        bytes += Array("SET VARIABLE \(names.map { "\($0)" }.joined()) ".utf8)
        quote(value)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func verbose(_ text: String) {
        bytes += Array("VERBOSE ".utf8)
        quote(text)
        bytes += Array(" 3\n".utf8)
    }

    private mutating func quote(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in Self.cleaned(value) {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(UInt8(ascii: "\\"))
            }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// No control character, valid UTF-8, nothing that a dialplan would expand.
    static func cleaned(_ value: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in DisplayText.clean(value, byteLimit: valueBytes).utf8 {
            // `${` and `$[` would be expanded where a dialplan evaluates what it was given.
            if bytes.last == UInt8(ascii: "$"),
                byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
            {
                bytes.append(UInt8(ascii: " "))
            }
            bytes.append(byte)
        }
        return bytes
    }
}
