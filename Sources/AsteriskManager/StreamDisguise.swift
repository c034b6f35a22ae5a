/// Takes names and numbers out of what Asterisk says, so that it can be shown to others.
///
/// The same number becomes the same made-up number of its length, the same name the same name;
/// extensions stay, trunks and endpoints get names of their own. Only headers that are known, and
/// values that look as they should, are kept. What is sent to Asterisk is never recorded, so no
/// secret can be in it.
public struct StreamDisguise: Sendable {
    /// The event with which a recording begins.
    static let preambleEvent = "ScreenpopNames"

    /// The names as the recording has them.
    public let names: PhoneNames
    var madeUp: MadeUpNames

    /// - Parameter names: of the PBX that is recorded.
    public init(_ names: PhoneNames) {
        let words = names.trunks.flatMap { $0.split(separator: "/").suffix(1).map(String.init) }
        var madeUp = MadeUpNames(trunks: Set(words))
        // In an order, so that the same names always become the same.
        let trunks = names.trunks.sorted().map { madeUp.endpoint($0) }
        var agents: [String: String] = [:]
        for (endpoint, agent) in names.agents.sorted(by: { $0.key < $1.key }) {
            agents[madeUp.endpoint(endpoint)] = madeUp.word(agent)
        }
        self.names = PhoneNames(trunks: Set(trunks), agents: agents)
        self.madeUp = madeUp
    }

    /// What a recording begins with: whoever plays it has to know the trunks.
    public var preamble: [UInt8] {
        var text = "Event: \(Self.preambleEvent)\r\n"
        for trunk in names.trunks.sorted() { text += "Trunk: \(trunk)\r\n" }
        for (endpoint, agent) in names.agents.sorted(by: { $0.key < $1.key }) {
            text += "Agent: \(endpoint)=\(agent)\r\n"
        }
        return Array("\(text)\r\n".utf8)
    }

    /// A message as it may be shown; empty where nothing of it may.
    public mutating func disguise(_ message: ManagerMessage) -> [UInt8] {
        if let greeting = message.greeting {
            return Self.isPlain(greeting) ? Array("\(greeting)\r\n".utf8) : []
        }
        var text = ""
        for line in message.lines where line.colon < line.end {
            let name = message.name(of: line)
            guard let rule = HeaderRule.all[name],
                let value = disguised(message.value(of: line), rule)
            else { continue }
            text += "\(name): \(value)\r\n"
        }
        return text.isEmpty ? [] : Array("\(text)\r\n".utf8)
    }

    private mutating func disguised(_ value: String, _ rule: HeaderRule) -> String? {
        switch rule {
        case .plain: Self.isPlain(value) ? value : nil
        case .number: madeUp.number(value)
        case .person: madeUp.person(value)
        case .word: madeUp.word(value)
        case .id: value.isEmpty ? value : madeUp.id(value)
        case .channel: madeUp.channel(value)
        }
    }

    /// The longest value that is kept as it is, in bytes.
    private static let plainBytes = 64

    /// Words, small numbers, a version: nothing that a number of a caller could hide in.
    private static func isPlain(_ value: String) -> Bool {
        var run = 0
        for byte in value.utf8 {
            run = (0x30...0x39).contains(byte) ? run + 1 : 0
            guard run <= MadeUpNames.extensionDigits, (0x20..<0x7F).contains(byte) else {
                return false
            }
        }
        return value.utf8.count <= plainBytes
    }
}

extension PhoneNames {
    /// The names with which a recording begins; `nil` for any other message.
    public init?(recorded message: ManagerMessage) {
        guard message.event == StreamDisguise.preambleEvent else { return nil }
        var trunks: Set<String> = []
        var agents: [String: String] = [:]
        for line in message.lines {
            let value = message.value(of: line)
            switch message.name(of: line) {
            case "Trunk": trunks.insert(value)
            case "Agent":
                let halves = value.split(separator: "=", maxSplits: 1).map(String.init)
                if halves.count == 2 { agents[halves[0]] = halves[1] }
            default: break
            }
        }
        self.init(trunks: trunks, agents: agents)
    }
}

extension MadeUpNames {
    /// `PJSIP/trunk`, `trunk`, `Local/2001@home`.
    mutating func endpoint(_ said: String) -> String {
        guard let slash = said.firstIndex(of: "/") else { return word(said) }
        return Self.technology(said[..<slash]) + "/" + parts(said[said.index(after: slash)...])
    }

    /// `PJSIP/anna-0000002a`, `Local/2001@home-00000001;1`.
    mutating func channel(_ said: String) -> String {
        guard let slash = said.firstIndex(of: "/") else { return word(said) }
        let rest = said[said.index(after: slash)...]
        let body = rest.prefix { $0 != ";" && $0 != "<" }
        let hyphen = body.lastIndex(of: "-")
        let serial = hyphen.map { body[$0...].dropFirst() } ?? ""
        let isSerial = !serial.isEmpty && serial.utf8.count <= 8 && serial.allSatisfy(\.isHexDigit)
        let mark = [";1", ";2", "<MASQ>", "<ZOMBIE>"].first { rest.hasSuffix($0) } ?? ""
        let name = parts(isSerial ? body[..<(hyphen ?? body.endIndex)] : body)
        return Self.technology(said[..<slash]) + "/" + name + (isSerial ? "-\(serial)" : "") + mark
    }

    private static func technology(_ said: Substring) -> String {
        PhoneNames.technologies.contains(said.lowercased()) ? String(said) : "Other"
    }

    /// Each part of `i1/01632960801` and of `2001@home` by itself.
    private mutating func parts(_ said: Substring) -> String {
        var text = ""
        var part = ""
        for character in said {
            guard character == "/" || character == "@" else {
                part.append(character)
                continue
            }
            text += word(part) + String(character)
            part = ""
        }
        return text + word(part)
    }
}
