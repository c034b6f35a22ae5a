import Numbering
import ScreenPopServer
import Settings

extension NumberingPlan {
    /// Checks what was said about numbers in general.
    init(_ given: GivenSettings) throws {
        self.init(
            withheld: WithheldWords(try Self.withheldWords(given)),
            extensionDigitLimit: try Self.extensionDigits(given),
            neighbours: try Self.neighbours(given), areaCodes: try Self.areaCodes(given),
            storedAccessCode: try Self.accessCode(.storedAccessCode, given))
    }

    static func accessCode(_ setting: Setting, _ given: GivenSettings) throws -> AccessCode? {
        guard let text = given.text(setting), !text.isEmpty, text != "-" else { return nil }
        guard let code = AccessCode(text) else {
            throw given.problem(
                setting, "\"\(text)\" is no access code; write 1 to \(AccessCode.digitLimit) digits"
            )
        }
        return code
    }

    /// The usual words without those that mean something else here, and some more.
    private static func withheldWords(_ given: GivenSettings) throws -> [String] {
        let removed = Set((given.list(.notWithheld) ?? []).map { $0.lowercased() })
        let words =
            WithheldWords.usual.filter { !removed.contains($0) } + (given.list(.withheld) ?? [])
        guard words.count <= WithheldWords.limit else {
            throw given.problem(
                .withheld,
                "\(words.count) words with the usual ones; \(WithheldWords.limit) at most")
        }
        return words
    }

    private static func extensionDigits(_ given: GivenSettings) throws -> Int {
        let digits =
            try given.wholeNumber(.extensionDigits) ?? NumberingPlan().extensionDigitLimit
        guard (0...extensionDigitMaximum).contains(digits) else {
            throw given.problem(
                .extensionDigits, "\(digits) is out of range; write 0 to \(extensionDigitMaximum)")
        }
        return digits
    }

    private static func neighbours(_ given: GivenSettings) throws -> [Region] {
        let words = given.list(.neighbours) ?? []
        guard words.count <= neighbourLimit else {
            throw given.problem(
                .neighbours, "\(words.count) countries; \(neighbourLimit) at most")
        }
        return try words.map { try Configuration.region($0, .neighbours, given) }
    }

    private static func areaCodes(_ given: GivenSettings) throws -> [String] {
        let codes = given.list(.areaCodes) ?? []
        guard codes.count <= areaCodeLimit, codes.allSatisfy({ isAreaCode($0) }) else {
            throw given.problem(
                .areaCodes, "at most \(areaCodeLimit) codes, each of 1 to 5 digits")
        }
        return codes
    }
}
