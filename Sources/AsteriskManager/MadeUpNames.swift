/// What stands in a recording instead of what was said: the same for the same, and nothing of it.
struct MadeUpNames: Sendable {
    /// Different ones that are told apart; all others are one and the same.
    static let limit = 50_000
    /// The longest run of digits that is an extension, which is nobody's secret.
    static let extensionDigits = 5

    private let trunks: Set<String>
    private var words: [String: String] = [:]
    private var people: [String: String] = [:]
    private var numbers: [String: String] = [:]
    private var ids: [String: String] = [:]
    private var trunkCount = 0

    /// - Parameter trunks: words that name a way out; theirs are told apart from people's.
    init(trunks: Set<String>) { self.trunks = trunks }

    /// A part of a name: an endpoint, a context, an extension.
    mutating func word(_ said: String) -> String {
        if Self.isExtension(said) { return said }
        if Self.digits(said) > Self.extensionDigits { return number(said) }
        let isTrunk = trunks.contains(said)
        if isTrunk, words[said] == nil { trunkCount += 1 }
        let count = isTrunk ? trunkCount : words.count + 1
        return Self.entry(said, &words) { "\(isTrunk ? "trunk" : "name")-\(count)" }
    }

    /// Somebody's name.
    mutating func person(_ said: String) -> String {
        if said.isEmpty || said == "<unknown>" { return said }
        let count = people.count + 1
        return Self.entry(said, &people) { "Name \(count)" }
    }

    /// A caller's number, in the length and with the signs that it had.
    mutating func number(_ said: String) -> String {
        if CallerNumber(said: said) != .number(said) || Self.isExtension(said) { return said }
        guard Self.digits(said) > Self.extensionDigits else { return word(said) }
        let count = numbers.count
        return Self.entry(said, &numbers) { Self.madeUp(said, count) }
    }

    /// What Asterisk names a channel or a bridge by: a time and a count, or hexadecimal digits;
    /// what a PBX puts before it is left out.
    mutating func id(_ said: String) -> String {
        let plain = said.allSatisfy { $0.isHexDigit || $0 == "-" }
        if plain { return said }
        let serial = said.split(separator: "-").last.map(String.init) ?? ""
        if serial.contains("."), serial.allSatisfy({ "0123456789.".contains($0) }) { return serial }
        let count = ids.count + 1
        return Self.entry(said, &ids) { "id-\(count)" }
    }

    private static func entry(
        _ said: String, _ table: inout [String: String], _ make: () -> String
    ) -> String {
        if let known = table[said] { return known }
        guard table.count < limit else { return "other" }
        let new = make()
        table[said] = new
        return new
    }

    /// `2001`, `*8`, `s`, and nothing.
    private static func isExtension(_ said: String) -> Bool {
        if ["s", "h", "i", "t"].contains(said) { return true }
        return said.utf8.count <= extensionDigits + 2 && digits(said) <= extensionDigits
            && said.allSatisfy { "0123456789*#".contains($0) }
    }

    private static func digits(_ said: String) -> Int {
        said.utf8.count { (0x30...0x39).contains($0) }
    }

    /// Numbers that are given to nobody: 01632 960000 to 960999, and what follows from them where
    /// more are needed or fewer digits are there.
    ///
    /// - Source: Ofcom, "Telephone numbers for drama use".
    private static func madeUp(_ said: String, _ count: Int) -> String {
        let length = digits(said)
        let serial = String(count)
        let start =
            said.hasPrefix("+")
            ? "441632960"
            : said.hasPrefix("00") ? "00441632960" : said.hasPrefix("0") ? "01632960" : "441632960"
        let head = start.prefix(max(0, length - max(3, serial.utf8.count)))
        let zeros = String(repeating: "0", count: max(0, length - head.utf8.count - serial.count))
        var digits = (head + zeros + serial).suffix(length)
        return String(
            said.map { character in
                if "0123456789".contains(character) { return digits.removeFirst() }
                return "+ ()-./*#".contains(character) ? character : "x"
            })
    }
}
