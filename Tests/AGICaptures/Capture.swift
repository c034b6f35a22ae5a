import Foundation

/// What Asterisk once sent over a connection, read by read.
public struct Capture: CustomStringConvertible, Sendable {
    public let name: String
    public let reads: [[UInt8]]

    public var description: String { name }

    /// Every capture, in the order of the file.
    public static let all: [Capture] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "captures.txt")
        // A static cannot throw; a file that is missing is to stop the tests.
        return try! parse(String(contentsOf: file, encoding: .utf8))
    }()

    /// The capture of that name, which must be there.
    public static subscript(name: String) -> Capture { all.first { $0.name == name }! }

    private static func parse(_ text: String) -> [Capture] {
        var captures: [Capture] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("== ") {
                captures.append(Capture(name: String(line.dropFirst(3)), reads: []))
            } else if line.hasPrefix("> "), let last = captures.popLast() {
                let read = bytes(line.dropFirst(2))
                captures.append(Capture(name: last.name, reads: last.reads + [read]))
            }
        }
        return captures
    }

    /// Resolves `\n`, `\\` and `\xHH`.
    private static func bytes(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch kind {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(Substring(rest.prefix(2))), radix: 16)!)
                rest = rest.dropFirst(2)
            default: bytes.append(kind)
            }
        }
        return bytes
    }
}
