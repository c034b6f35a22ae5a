import Customers
import ProtocolWords

/// What a client has said as `name=value`: each value already of the kind that its option has.
struct Options {
    private var texts: [VerbOption: String] = [:]
    private var moments: [VerbOption: Moment] = [:]

    /// - Returns: `false` when this option was given before or cannot have this value.
    fileprivate mutating func set(
        _ option: VerbOption, _ value: String, of form: VerbForm
    ) -> Bool {
        guard texts.updateValue(value, forKey: option) == nil else { return false }
        switch form.kind(of: option) {
        case .text(let byteCounts): return byteCounts.contains(value.utf8.count)
        case .characters(let counts): return counts.contains(value.unicodeScalars.count)
        case .flag: return value == "1" || value == "0"
        case .oneOf(let words): return words.contains(value)
        case .moment:
            moments[option] = Moment(iso8601: value)
            return moments[option] != nil
        }
    }

    /// `nil` when it was not given.
    func text(_ option: VerbOption) -> String? { texts[option] }

    /// `nil` when it was not given.
    func moment(_ option: VerbOption) -> Moment? { moments[option] }

    /// `nil` when it was not given.
    func flag(_ option: VerbOption) -> Bool? { texts[option].map { $0 == "1" } }
}

/// The one place where options are read.
extension Arguments {
    /// Takes all options that stand here.
    ///
    /// - Throws: `badArgument` for an option that only other forms have, for one that was given
    ///   before, and for a value that is not of its kind.
    mutating func options(of form: VerbForm) throws(ReplyCode) -> Options {
        var options = Options()
        while let option = takeOptionName() {
            guard form.options.contains(option) else { throw .badArgument }
            let value = isAtQuote ? try quoted() : restOfWord()
            guard options.set(option, value, of: form) else { throw .badArgument }
        }
        return options
    }

    /// Takes `name=` if the next word begins with the name of an option of any verb.
    private mutating func takeOptionName() -> VerbOption? {
        skipSpaces()
        guard let option = option(at: position) else { return nil }
        position += option.rawValue.utf8.count + 1
        return option
    }

    /// Where the first word begins that is an option of any verb; the range's end without one.
    func firstOption(in range: Range<Int>) -> Int {
        let space = UInt8(ascii: " ")
        return range.first { place in
            (place == range.lowerBound || line[place - 1] == space) && option(at: place) != nil
        } ?? range.upperBound
    }

    private func option(at place: Int) -> VerbOption? {
        VerbOption.allCases.first { line[place...].starts(with: "\($0.rawValue)=".utf8) }
    }
}

/// Texts: what stands behind the options.
extension Arguments {
    /// The rest of the line and the block behind it; may be empty.
    mutating func optionalText() throws(ReplyCode) -> String {
        let first = isAtEnd ? "" : text(try rest())
        guard let block = takeBlock() else { return first }
        let text = String(decoding: block, as: UTF8.self)
        let whole = first.isEmpty ? text : first + "\n" + text
        guard whole.utf8.count <= Limits.blockBytes else { throw .blockTooLong }
        return whole
    }

    /// The rest of the line and the block behind it, not empty.
    mutating func freeText() throws(ReplyCode) -> String {
        let text = try optionalText()
        guard !text.isEmpty else { throw .missingArgument }
        return text
    }

    /// One word, or a text in quotation marks.
    mutating func wordOrQuoted(upTo limit: Int) throws(ReplyCode) -> String {
        skipSpaces()
        let text = isAtQuote ? try quoted() : try requiredWord()
        guard (1...limit).contains(text.utf8.count) else { throw .badArgument }
        return text
    }

    /// The reference of something that is stored already.
    mutating func storedReference() throws(ReplyCode) -> String {
        try wordOrQuoted(upTo: Limits.storedReferenceBytes)
    }

    /// Whether the next argument is a text in quotation marks.
    mutating func isQuotedNext() -> Bool {
        skipSpaces()
        return isAtQuote
    }

    /// A moment when there is one more argument.
    mutating func optionalMoment() throws(ReplyCode) -> Moment? {
        guard let word = word() else { return nil }
        guard let moment = Moment(iso8601: word) else { throw .badArgument }
        return moment
    }
}
