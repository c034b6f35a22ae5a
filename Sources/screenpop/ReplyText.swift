import ProtocolWords
import ReplyReading
import ScreenPopClient

/// Replies for people.
enum ReplyText {
    /// One line: `+442079460958  Acme Ltd (A1042)  value 5  complaints 2 (1 open) ...`
    static func lookup(_ reply: Reply) -> String {
        guard reply.meaning == .done else { return reply.text.joined(separator: "\n") }
        let fields = reply.fields
        var parts = [reply.subject]
        if let count = fields["customers"] {
            parts.append("\(count) customers share this number")
        } else {
            // Either may be hidden from this client.
            let who = [fields["name"], fields["account"].map { "(\($0))" }].compactMap(\.self)
            parts.append(who.isEmpty ? "a customer" : who.joined(separator: " "))
        }
        for key in ["value", "complaints", "referrals", "interruptions"] {
            parts.append("\(key) \(fields[key] ?? "-")\(beside(key, fields))")
        }
        if let state = fields["state"], state != "active" { parts.append(state) }
        return parts.joined(separator: "  ")
    }

    private static func beside(_ key: String, _ fields: Fields) -> String {
        switch key {
        case "complaints":
            fields["open"].map { $0 == "0" ? "" : " (\($0) open)" } ?? ""
        case "interruptions": fields["down"].map { " (down since \($0))" } ?? ""
        default: ""
        }
    }

    /// A block: each line's word, then its fields, one below the other.
    static func block(_ reply: Reply) -> String {
        guard reply.meaning == .block else { return reply.text.joined(separator: "\n") }
        var text: [String] = reply.subject.isEmpty ? [] : [reply.subject]
        for line in reply.lines {
            let fields = line.fields.pairs.map { "\($0.key) \($0.value)" }
            text.append(padded(line.word) + fields.joined(separator: ", "))
        }
        return text.joined(separator: "\n")
    }

    private static func padded(_ word: String) -> String {
        word + String(repeating: " ", count: max(1, 14 - word.count))
    }
}
