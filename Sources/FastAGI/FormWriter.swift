import Customers

/// Writes an answer as a form, `NAME=value&...`.
///
/// Asterisk undoes one encoding and then takes the values apart at commas, quotation marks and
/// brackets. So texts are encoded twice, and the dialplan undoes the second one by `URIDECODE`.
struct FormWriter {
    private var bytes: [UInt8] = []

    /// The answer, with its end.
    var line: [UInt8] { bytes + [UInt8(ascii: "\n")] }

    /// - Parameter value: digits or capital letters, or nothing.
    mutating func set(_ name: StaticString, _ value: String) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
        bytes += Array("\(name)=".utf8) + Self.encoded(Array(value.utf8))
    }

    /// - Parameter value: whatever somebody has written; cut where a command would be.
    mutating func setText(_ name: StaticString, _ value: String) {
        set(name, String(decoding: Self.encoded(CommandWriter.cleaned(value)), as: UTF8.self))
    }

    private static func encoded(_ value: [UInt8]) -> [UInt8] {
        value.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"):
                [byte]
            default: [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        Array("0123456789ABCDEF".utf8)[Int(value)]
    }
}
