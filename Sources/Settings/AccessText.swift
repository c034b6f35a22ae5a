public import Access
import Customers
import Digests
import Foundation

/// The text of an access file that a program changes: one client at a time, and nothing of what
/// people have written beside it.
public struct AccessText {
    public private(set) var text: String

    /// What stands in a file that is made.
    public static let beginning = """
        # Who may ask screenpopd, and as what: screenpop access --help. Of tokens, the digests.

        # Users of this machine: at its own addresses, and at the Unix-domain socket.
        local = { tcp = "diagnostic", unix = { root = "admin" } }

        """

    public init(_ text: String) { self.text = text }

    /// Adds a client at the end, as a table where tables stand before it: a line would be a part of
    /// the last of them.
    public mutating func add(_ client: AccessClient) {
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        let fields = Self.fields(of: client)
        if text.contains(#/(?m)^[ \t]*\[/#) {
            text += "\n[client.\(client.name)]\n\(fields.joined(separator: "\n"))\n"
        } else {
            text += "client.\(client.name) = { \(fields.joined(separator: ", ")) }\n"
        }
    }

    /// Takes a client out, with nothing around it.
    ///
    /// - Returns: whether it could be found.
    public mutating func remove(_ name: ClientName) -> Bool {
        guard let entry = entry(of: name) else { return false }
        text.removeSubrange(entry)
        return true
    }

    /// Gives a client other tokens.
    ///
    /// - Returns: whether it could be found.
    public mutating func setTokens(of client: AccessClient) -> Bool {
        guard let entry = entry(of: client.name) else { return false }
        let list = Self.tokens(of: client)
        if let old = text[entry].firstRange(of: #/token\s*=\s*(\[[^\]]*\]|"[^"]*")/#) {
            text.replaceSubrange(old, with: "token = \(list)")
        } else if let brace = text[entry].lastIndex(of: "}") {
            text.replaceSubrange(brace...brace, with: ", token = \(list) }")
        } else {
            text.insert(contentsOf: "token = \(list)\n", at: entry.upperBound)
        }
        return true
    }

    /// Where a client stands: `client.NAME = { ... }` up to the end of its line, or the table
    /// `[client.NAME]`.
    private func entry(of name: ClientName) -> Range<String.Index>? {
        let line = try? Regex("(?m)^[ \\t]*client\\.\(name)[ \\t]*=[ \\t]*\\{[^}]*\\}[^\\n]*\\n?")
        if let line, let range = text.firstRange(of: line) { return range }
        let head = try? Regex("(?m)^[ \\t]*\\[client\\.\(name)\\][^\\n]*\\n?")
        guard let head, let start = text.firstRange(of: head) else { return nil }
        let next = text[start.upperBound...].firstRange(of: #/(?m)^[ \t]*\[/#)
        return start.lowerBound..<(next?.lowerBound ?? text.endIndex)
    }

    private static func fields(of client: AccessClient) -> [String] {
        var fields = ["role = \"\(client.role.rawValue)\""]
        func add(_ key: String, _ texts: [String]) {
            guard !texts.isEmpty else { return }
            fields.append(
                "\(key) = [\(texts.map { TOMLText.quoted($0) }.joined(separator: ", "))]")
        }
        add("agents", client.agents.map(\.text))
        add("from", client.from.map(\.description))
        if let user = client.user { fields.append("uid = \(user)") }
        if client.hasCertificate { fields.append("certificate = true") }
        for (kind, word) in [
            (Sight.names, "names"), (.account, "account"), (.operations, "operations"),
        ] where client.sight.contains(kind) != client.role.sight.contains(kind) {
            fields.append("\(word) = \(client.sight.contains(kind))")
        }
        if client.mayUnmask { fields.append("unmask = true") }
        if let count = client.lookupsPerMinute { fields.append("lookups-per-minute = \(count)") }
        if !client.tokens.isEmpty { fields.append("token = \(tokens(of: client))") }
        return fields
    }

    private static func tokens(of client: AccessClient) -> String {
        "[\(client.tokens.map { "\"sha256:\($0.hex)\"" }.joined(separator: ", "))]"
    }
}
