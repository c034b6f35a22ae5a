import Scoring

/// Each setting in the form that its kind asks for; `nil`: nobody says.
extension GivenSettings {
    /// A text as it was said.
    public func text(_ setting: Setting) -> String? { words(setting)?.last }

    /// Several texts, in their order.
    public func list(_ setting: Setting) -> [String]? { words(setting) }

    /// A whole number, of any size.
    public func wholeNumber(_ setting: Setting) throws -> Int? {
        try text(setting).map { text in
            guard let number = Int(text) else {
                throw problem(setting, "\"\(text)\" is no whole number")
            }
            return number
        }
    }

    /// A number, with or without a fraction.
    func number(_ setting: Setting) throws -> Double? {
        try text(setting).map { text in
            guard let number = Double(text) else {
                throw problem(setting, "\"\(text)\" is no number")
            }
            return number
        }
    }

    /// Four numbers.
    func cutPoints(_ setting: Setting) throws -> CutPoints? {
        try words(setting).map { words in
            let numbers = words.compactMap { Double($0) }
            guard numbers.count == 4, words.count == 4 else {
                throw problem(
                    setting, "\"\(words.joined(separator: ","))\" is not four numbers")
            }
            return CutPoints(numbers[0], numbers[1], numbers[2], numbers[3])
        }
    }

    /// Numbers above 0 by their names.
    func table(_ setting: Setting) throws -> [String: Double]? {
        guard let words = words(setting) else { return nil }
        var numbers: [String: Double] = [:]
        for word in words {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
            guard parts.count == 2, !parts[0].isEmpty, let number = Double(parts[1]) else {
                throw problem(setting, "\"\(word)\" is not of the form name=number")
            }
            guard number > 0, number.isFinite else {
                throw problem(setting, "\(parts[0]) must be a number above 0, not \(parts[1])")
            }
            guard numbers.updateValue(number, forKey: parts[0]) == nil else {
                throw problem(setting, "\(parts[0]) is named twice")
            }
        }
        return numbers
    }

    /// Says where a setting stands and what is wrong with it.
    public func problem(_ setting: Setting, _ what: String) -> SettingError {
        SettingError("\(place(setting) ?? setting.key): \(what)")
    }
}

extension Substring {
    /// Without blanks at both ends.
    var trimmed: String {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
