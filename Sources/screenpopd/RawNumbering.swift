import ArgumentParser
import Numbering
import ScreenPopServer
import TOMLKit

/// What can be said on the command line about numbers in general.
struct NumberingFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Bare digits up to this length are the PBX's own extensions; 4 unless told, 0: none.",
            valueName: "digits"))
    var extensionDigits: Int?

    @Option(
        help: ArgumentHelp(
            "Another country that callers without a country code come from; repeatable.",
            valueName: "cc"))
    var neighbours: [String] = []

    @Option(
        help: ArgumentHelp(
            "An area code that local callers leave out, without its 0; repeatable.",
            valueName: "digits"))
    var areaCodes: [String] = []

    @Option(
        help: ArgumentHelp(
            "Compare the last 7 to 10 digits where nothing else finds a customer; 0: never.",
            valueName: "digits"))
    var suffixDigits: Int?

    @Option(
        help: ArgumentHelp(
            "A word that also stands for a caller who shows no number; repeatable.",
            valueName: "word"))
    var withheld: [String] = []

    @Option(
        help: ArgumentHelp(
            "A usual word for such callers that means something else here; repeatable.",
            valueName: "word"))
    var notWithheld: [String] = []
}

/// Settings about numbers in general, before they are checked.
struct RawNumbering {
    static let keys = [
        "extension-digits", "neighbours", "area-codes", "suffix-digits", "withheld",
        "not-withheld",
    ]

    var extensionDigits: Int?
    var neighbours: [String]?
    var areaCodes: [String]?
    var suffixDigits: Int?
    /// Words that come to the usual ones.
    var withheld: [String]?
    /// Usual words that mean something else here.
    var notWithheld: [String]?

    init() {}

    init(flags: NumberingFlags) {
        extensionDigits = flags.extensionDigits
        func told(_ words: [String]) -> [String]? { words.isEmpty ? nil : words }
        neighbours = told(flags.neighbours)
        areaCodes = told(flags.areaCodes)
        suffixDigits = flags.suffixDigits
        withheld = told(flags.withheld)
        notWithheld = told(flags.notWithheld)
    }

    init(_ table: TOMLTable, in path: String) throws {
        func number(_ key: String) throws -> Int? {
            guard let value = table[key] else { return nil }
            guard let number = value.int else {
                throw ConfigurationError(description: "\(path): \(key) must be a whole number")
            }
            return number
        }
        extensionDigits = try number("extension-digits")
        suffixDigits = try number("suffix-digits")
        neighbours = try table.texts("neighbours", in: path)
        areaCodes = try table.texts("area-codes", in: path)
        withheld = try table.texts("withheld", in: path)
        notWithheld = try table.texts("not-withheld", in: path)
    }

    /// The settings of `self`, and of `other` where `self` has none.
    func over(_ other: RawNumbering) -> RawNumbering {
        var merged = self
        merged.extensionDigits = extensionDigits ?? other.extensionDigits
        merged.neighbours = neighbours ?? other.neighbours
        merged.areaCodes = areaCodes ?? other.areaCodes
        merged.suffixDigits = suffixDigits ?? other.suffixDigits
        merged.withheld = withheld ?? other.withheld
        merged.notWithheld = notWithheld ?? other.notWithheld
        return merged
    }

    func plan() throws -> NumberingPlan {
        NumberingPlan(
            withheld: WithheldWords(try withheldWords()),
            extensionDigitLimit: try checkedExtensionDigits(),
            neighbours: try checkedNeighbours(), areaCodes: try checkedAreaCodes())
    }

    func checkedSuffixDigits() throws -> Int {
        let digits = suffixDigits ?? 0
        let range = Configuration.suffixDigitRange
        guard digits == 0 || range.contains(digits) else {
            throw ConfigurationError(
                description: "suffix-digits is 0 or from \(range.lowerBound) to "
                    + "\(range.upperBound); \(digits) would find strangers or nobody")
        }
        return digits
    }

    private func withheldWords() throws -> [String] {
        let removed = Set((notWithheld ?? []).map { $0.lowercased() })
        let words = WithheldWords.usual.filter { !removed.contains($0) } + (withheld ?? [])
        guard words.count <= WithheldWords.limit else {
            throw ConfigurationError(
                description: "\(words.count) words for withheld; \(WithheldWords.limit) at most")
        }
        return words
    }

    private func checkedExtensionDigits() throws -> Int {
        let digits = extensionDigits ?? NumberingPlan().extensionDigitLimit
        guard (0...NumberingPlan.extensionDigitMaximum).contains(digits) else {
            throw ConfigurationError(
                description: "extension-digits is from 0 to "
                    + "\(NumberingPlan.extensionDigitMaximum), not \(digits)")
        }
        return digits
    }

    private func checkedNeighbours() throws -> [Region] {
        let words = neighbours ?? []
        guard words.count <= NumberingPlan.neighbourLimit else {
            throw ConfigurationError(
                description: "\(words.count) neighbours; \(NumberingPlan.neighbourLimit) at most")
        }
        return try words.map { word in
            guard let region = Region(word) else {
                throw ConfigurationError(
                    description: "\"\(word)\" is no country; write two letters, such as GB")
            }
            return region
        }
    }

    private func checkedAreaCodes() throws -> [String] {
        let codes = areaCodes ?? []
        guard codes.count <= NumberingPlan.areaCodeLimit,
            codes.allSatisfy({ NumberingPlan.isAreaCode($0) })
        else {
            throw ConfigurationError(
                description: "area-codes are at most \(NumberingPlan.areaCodeLimit), each of "
                    + "1 to 5 digits")
        }
        return codes
    }
}
