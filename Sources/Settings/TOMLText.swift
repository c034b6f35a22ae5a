/// Texts as a TOML file has them.
enum TOMLText {
    /// A text in quotes, with what would not stand as it is escaped.
    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                "\\u" + String("000" + String(scalar.value, radix: 16)).suffix(4)
            default: "\(scalar)"
            }
        }
        return "\"\(escaped.joined())\""
    }
}
