extension GivenSettings: CustomStringConvertible {
    /// Each setting that is given, with its place behind it: a file that says the same.
    public var description: String {
        Setting.all.compactMap { setting in
            guard let place = place(setting), let words = words(setting) else { return nil }
            let line = "\(setting.key) = \(Self.text(words, setting.kind))  # \(place)"
            return setting.isInFile ? line : "# \(line)"
        }.joined(separator: "\n")
    }

    private static func text(_ words: [String], _ kind: Setting.Kind) -> String {
        switch kind {
        case .text: words.map(quoted).joined()
        case .wholeNumber, .number: words.joined()
        case .list, .addresses: "[\(words.map(quoted).joined(separator: ", "))]"
        case .cutPoints: "[\(words.joined(separator: ", "))]"
        case .table: words.isEmpty ? "{}" : "{ \(words.joined(separator: ", ")) }"
        }
    }

    private static func quoted(_ text: String) -> String {
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
