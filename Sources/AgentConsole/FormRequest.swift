import Customers

/// A form as the server wants it: lines of a request.
struct FormRequest {
    /// Why a form cannot be sent as it is: words for the agent.
    struct Incomplete: Error, Equatable {
        let words: String
    }

    let lines: [String]

    /// - Throws: when a field is missing.
    init(_ form: Form, agent: String) throws(Incomplete) {
        guard let whom = form.customer?.key ?? (form.kind.isText ? nil : "") else {
            throw Incomplete(words: "say first who calls: Esc, k, then l or w; the text stays")
        }
        let options = "reference=\(Self.quoted(form.reference)) agent=\(Self.quoted(agent))"
        let text = Self.trimmed(form[.text])
        switch form.kind {
        case .contact:
            lines = try Self.contact(form, whom, options, text)
        case .note:
            if text.isEmpty { throw Incomplete(words: "the note is empty") }
            lines = Self.block("NOTE \(whom) \(options)", text)
        case .complaint:
            if text.isEmpty { throw Incomplete(words: "say what the complaint is about") }
            lines = Self.block("COMPLAINT \(whom) \(options)", text)
        case .closeComplaint(let reference, _):
            let upheld = ["yes": " upheld=1", "no": " upheld=0"][form[.upheld]] ?? ""
            let head = "COMPLAINT CLOSE \(Self.quoted(reference))\(upheld) "
            lines = Self.block(head + "agent=\(Self.quoted(agent))", text)
        case .referral:
            if text.isEmpty { throw Incomplete(words: "say who was named") }
            let party = form[.isAccount] == "a customer" ? text : Self.inQuotes(text)
            if form[.isAccount] == "a customer" { try Self.check(account: text) }
            lines = ["REFERRAL \(whom) \(options) \(party)"]
        case .link(let number):
            let account = Self.trimmed(form[.account])
            try Self.check(account: account)
            lines = ["LINK \(number) \(account) agent=\(Self.quoted(agent))"]
        case .correct, .find:
            let account = Self.trimmed(form[.account])
            if form.kind == .find, !Self.isAccount(account) || account.hasPrefix("+") {
                if account.isEmpty { throw Incomplete(words: "type an account or a number") }
                lines = ["MATCHES \(account)"]
            } else {
                try Self.check(account: account)
                lines = ["CARD \(account)"]
            }
        }
    }

    private static func contact(
        _ form: Form, _ whom: String, _ options: String, _ text: String
    ) throws(Incomplete) -> [String] {
        let question = trimmed(form[.question])
        let isOpen = ["open", "passed-on", "call-back"].contains(form[.outcome])
        if question.isEmpty, text.isEmpty { throw Incomplete(words: "type the question") }
        if text.isEmpty, !isOpen {
            throw Incomplete(words: "type the solution, or set the outcome to open")
        }
        var head = "CONTACT \(whom) \(form[.channel]) \(form[.kind]) \(options)"
        head += " direction=\(form[.direction]) outcome=\(form[.outcome])"
        // The server wants a text; where there is no solution, the question is the text.
        if !question.isEmpty, !text.isEmpty { head += " subject=\(inQuotes(question))" }
        return block(head, text.isEmpty ? question : text)
    }

    /// The text in a block behind the line: so no word of it is taken for an option.
    private static func block(_ head: String, _ text: String) -> [String] {
        if text.isEmpty { return [head] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return ["\(head) <<"] + lines.map(stuffed) + ["."]
    }

    private static func stuffed(_ line: Substring) -> String {
        // By the byte: a dot with a mark on it is another letter to us, and a dot to the server.
        line.utf8.first == UInt8(ascii: ".") ? ".\(line)" : String(line)
    }

    private static func check(account: String) throws(Incomplete) {
        if account.isEmpty { throw Incomplete(words: "type the account") }
        if !isAccount(account) { throw Incomplete(words: "this is no account") }
    }

    /// An account, or the row that `CARD` names: `#17`.
    ///
    /// - Source: `Protocol/README.md`, "Accounts and row ids".
    static func isAccount(_ text: String) -> Bool {
        guard text.hasPrefix("#") else { return Account(text) != nil }
        let row = text.dropFirst()
        return row.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt32(row) ?? 0 > 0
    }

    static func quoted(_ value: String) -> String {
        let isWord = value.utf8.allSatisfy {
            (0x21..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C
        }
        return isWord && !value.isEmpty ? value : inQuotes(value)
    }

    private static func inQuotes(_ value: String) -> String {
        var text = "\""
        for character in value {
            if character == "\"" || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return text + "\""
    }

    private static func trimmed(_ text: String) -> String {
        let rest = text.drop(while: \.isWhitespace)
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...last])
    }
}
