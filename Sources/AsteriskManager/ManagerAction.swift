/// One request to Asterisk, in its bytes.
public struct ManagerAction: Sendable {
    public private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - id: comes back with the answer.
    ///   - headers: in the order in which they are sent; no value can end its line: CR and LF are
    ///     left out.
    public init(_ name: String, id: String, _ headers: [(String, String)] = []) {
        for (name, value) in [("Action", name), ("ActionID", id)] + headers {
            append(name)
            bytes += Array(": ".utf8)
            append(value)
            endLine()
        }
        endLine()
    }

    private mutating func append(_ text: String) {
        bytes += text.utf8.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    }

    private mutating func endLine() { bytes += Array("\r\n".utf8) }
}
