/// What Asterisk says of a call before it waits for commands, or asks in one line.
public struct Environment: Equatable, Sendable {
    /// What is wanted of us.
    public enum Script: String, CaseIterable, Sendable {
        /// A call has arrived: who is it?
        case lookup
        /// The same, and it rings at an agent.
        case ring
        /// The agent has taken it.
        case answer
        /// It goes to another agent.
        case transfer
        /// It rings no more at this agent.
        case withdraw
        case hangup
        /// Asterisk has started: no call is left.
        case started

        /// Whether it is asked who calls; the others say what has happened.
        public var isQuestion: Bool { self == .lookup || self == .ring }
    }

    /// What is said of the caller's number.
    public enum Caller: Equatable, Sendable {
        /// Not to be shown, or not known.
        case withheld
        /// Text that may be a number; printable ASCII.
        case text(String)
        /// Bytes that cannot be a number; a caller may choose them freely.
        case unusable

        /// With the `+` that the network has said in another place, unless it stands there.
        fileprivate var withPlus: Caller {
            guard case .text(let text) = self, let first = text.utf8.first,
                (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first)
            else { return self }
            return .text("+" + text)
        }
    }

    /// How the network says that it has written the number.
    public enum NumberType: Equatable, Sendable {
        /// Nothing is said that tells more than the digits.
        case unknown
        /// The country code stands in front; `caller` has its `+`.
        case international
        /// As dialled within the country, the prefix for that left out or not.
        case national
    }

    /// `nil`: a script that we do not have.
    public let script: Script?
    public let numberType: NumberType
    public let caller: Caller
    /// The name of the call, `linkedid` by custom; `nil` when none is given.
    public let call: String?
    /// The agent, or the name of the agent's channel; `nil` when none is given.
    public let agent: String?
    /// Whose call it is; `nil` when that is not said. Only the address says it.
    public let pbx: String?
    /// The channel that asks; what it is called may hold what a caller has chosen.
    public let channel: String?
    /// Whether the channel that asks is known not to be the caller's: its name is not the call's.
    public let isOtherLeg: Bool
    /// Whether `caller` is what the script was told, not what the channel shows.
    public let isNumberGiven: Bool
    /// Whether it was asked in one line, and the answer is one.
    public let isOneLine: Bool

    /// - Parameters:
    ///   - values: the first occurrence of each key without `agi_`.
    ///   - isTrusted: whether the block ended where it had to; otherwise a caller has forged
    ///     its end, and what follows the caller's number is worth nothing.
    init(_ values: [String: String], isTrusted: Bool) {
        let (path, query) = Self.path(values["network_script"] ?? "")
        script = Self.script(path)
        let arguments = isTrusted ? [values["arg_1"], values["arg_2"], values["arg_3"]] : []
        func word(_ key: String, _ place: Int) -> String? {
            let word = query[key] ?? (place < arguments.count ? arguments[place] : nil)
            return word?.isEmpty == false ? word : nil
        }
        let call = word("call", 0)
        self.call = call
        agent = word("agent", 1)
        pbx = query["pbx"].flatMap { $0.isEmpty ? nil : $0 }
        channel = values["channel"]
        isOneLine = false
        let number = word("number", 2)
        isNumberGiven = number != nil || query["number"] != nil
        let presentation = isNumberGiven ? query["pres"] : values["callingpres"]
        // What follows the number is the network's only where nobody has forged the end.
        let isNetworks = isTrusted && !isNumberGiven
        numberType = isNetworks ? Self.numberType(values["callington"] ?? "") : .unknown
        let caller = Self.caller(
            number ?? (isNumberGiven ? "" : values["callerid"] ?? ""),
            presentation: presentation ?? "")
        self.caller = numberType == .international ? caller.withPlus : caller
        isOtherLeg = values["uniqueid"].map { call != nil && $0 != call } ?? false
    }

    /// What is asked in one line.
    init(_ question: GatewayQuestion) {
        let words = question.words
        script = question.script
        call = words["call"]
        agent = words["agent"]
        pbx = words["pbx"]
        channel = nil
        isOtherLeg = true
        isOneLine = true
        isNumberGiven = question.number != nil
        numberType = Self.numberType(words["plan"] ?? "")
        let caller = Self.caller(question.number ?? "", presentation: words["pres"] ?? "")
        self.caller = numberType == .international ? caller.withPlus : caller
    }

    /// - Source: ITU-T Q.931 §4.5.10, "type of number": bits 5 to 7 of what Asterisk hands on as it
    ///   came, such as 17 for an international number of the ISDN plan.
    private static func numberType(_ octet: String) -> NumberType {
        guard let bits = UInt8(octet) else { return .unknown }
        switch bits >> 4 & 7 {
        case 1: return .international
        case 2: return .national
        default: return .unknown
        }
    }

    /// Splits `screenpop/lookup?call=17` and decodes `%2F`; the path comes before anything that
    /// a caller can forge.
    private static func path(_ script: String) -> (path: String, query: [String: String]) {
        let parts = script.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var query: [String: String] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(halves[0])
            if halves.count == 2, query[key] == nil { query[key] = decoded(halves[1]) }
        }
        return (parts.first.map(String.init) ?? "", query)
    }

    private static func decoded(_ text: Substring) -> String {
        guard text.contains("%") else { return String(text) }
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            let pair = source[index...].dropFirst().prefix(2)
            if source[index] == UInt8(ascii: "%"), pair.count == 2,
                let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func script(_ path: String) -> Script? {
        guard let name = path.split(separator: "/").last?.lowercased() else { return .lookup }
        return Script(rawValue: name)
    }

    /// - Source: Asterisk, `callerid.h`: `AST_PRES_RESTRICTION` 0x60, of which 0x00 is allowed, and
    ///   the words of `CALLERID(num-pres)`: `prohib_passed_screen`, `unavailable`, `allowed`, ...
    private static func caller(_ number: String, presentation: String) -> Caller {
        if let bits = UInt(presentation), bits & 0x60 != 0 { return .withheld }
        if presentation.hasPrefix("prohib") || presentation == "unavailable" { return .withheld }
        let number = number.drop { $0 == " " }
        if number.isEmpty || number.lowercased() == "unknown" { return .withheld }
        let isUsable = number.utf8.count <= Self.numberBytes && number.utf8.allSatisfy(isNumberByte)
        return isUsable ? .text(String(number)) : .unusable
    }

    /// A caller's number, in bytes: more than any network delivers.
    private static let numberBytes = 64

    /// Digits, what stands between them, and the letters of words such as `anonymous`.
    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: " "),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "/"), UInt8(ascii: "*"), UInt8(ascii: "#"):
            true
        default: false
        }
    }
}
