extension GivenSettings: CustomStringConvertible {
    /// Each setting that is given, with its place behind it: a file that says the same.
    public var description: String {
        (settings + pbxs.map { "\n\($0)" }).joined(separator: "\n")
    }

    private var settings: [String] {
        Setting.all.compactMap { setting in
            guard let place = place(setting), let words = words(setting) else { return nil }
            let line = "\(setting.key) = \(Self.text(words, setting.kind))  # \(place)"
            return setting.isInFile ? line : "# \(line)"
        }
    }

    private static func text(_ words: [String], _ kind: Setting.Kind) -> String {
        switch kind {
        case .text: words.map(TOMLText.quoted).joined()
        case .wholeNumber, .number: words.joined()
        case .list, .addresses: "[\(words.map(TOMLText.quoted).joined(separator: ", "))]"
        case .cutPoints: "[\(words.joined(separator: ", "))]"
        case .table: words.isEmpty ? "{}" : "{ \(words.joined(separator: ", ")) }"
        }
    }
}
