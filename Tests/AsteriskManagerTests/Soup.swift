import SeededRandom

@testable import AsteriskManager

/// Events of a few channels as chance has them: some missing, some doubled, some late.
struct Soup {
    private static let channels: [(id: String, name: String)] = [
        ("1", "PJSIP/trunk-00000001"), ("2", "PJSIP/trunk-00000002"),
        ("3/1", "PJSIP/2001-00000003"), ("4/1", "PJSIP/2002-00000004"),
        ("5/2", "PJSIP/2001-00000005"), ("6", "PJSIP/2003-00000006"),
        ("7/1", "Local/2002@x-00000001;1"), ("8/1", "Local/2002@x-00000001;2"),
        ("9/2", "PJSIP/2002-00000009"), ("10/1", "PJSIP/trunk-00000010"),
    ]
    private static let ids = channels.map { String($0.id.prefix { $0 != "/" }) }

    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func messages() -> [ManagerMessage] {
        let new = Self.channels.map { "new \($0.id) \($0.name) \(state($0.name))" }
        let events = (0..<80).map { _ in event() }
        var messages = Story.messages(Script((new + events).joined(separator: "\n")).bytes)
        for _ in 0..<messages.count / 4 {
            let message = messages.remove(at: Int.random(in: 0..<messages.count, using: &random))
            guard !chance(20) else { continue }
            let place = Int.random(in: 0...messages.count, using: &random)
            messages.insert(message, at: place)
            if chance(20) { messages.insert(message, at: place) }
        }
        return messages
    }

    /// Everybody hangs up.
    mutating func ends() -> [ManagerMessage] {
        let new = Self.channels.map { "new \($0.id) \($0.name) 6" }
        let ends = Self.ids.shuffled(using: &random).map { "bye \($0) \(chance(50) ? 26 : 16)" }
        return Story.messages(Script((new + ends).joined(separator: "\n")).bytes)
            .filter { $0.event == "Hangup" }
    }

    /// What may be in a list: any of them, in any bridge.
    mutating func list() -> [ManagerMessage] {
        let listed = Self.channels.filter { _ in chance(60) }
        let text = listed.map { channel in
            let ids = channel.id.split(separator: "/")
            return "Event: CoreShowChannel\r\nChannel: \(channel.name)\r\n"
                + "ChannelState: \(chance(50) ? 5 : 6)\r\nCallerIDNum: 1\r\n"
                + "Uniqueid: \(ids[0])\r\nLinkedid: \(ids.last!)\r\n"
                + "BridgeId: \(chance(50) ? "" : bridge())\r\n\r\n"
        }
        return Story.messages(Array(text.joined().utf8))
    }

    private mutating func state(_ name: String) -> Int {
        name.contains("trunk") ? [4, 4, 4, 0].randomElement(using: &random)! : 0
    }

    private mutating func bridge() -> String { ["b", "c", "d"].randomElement(using: &random)! }

    private mutating func status() -> String {
        ["ANSWER", "CANCEL", "BUSY"].randomElement(using: &random)!
    }

    private mutating func event() -> String {
        let id = Self.ids.randomElement(using: &random)!
        let other = Self.ids.randomElement(using: &random)!
        return switch Int.random(in: 0..<20, using: &random) {
        case 0..<5: "dial \(id) \(other)"
        case 5..<7:
            "end \(id) \(other) \(["ANSWER", "CANCEL", "BUSY"].randomElement(using: &random)!)"
        case 7..<12: "in \(bridge()) \(id)"
        case 12: "in \(bridge()) \(id) for \(other)"
        case 13: "wait \(bridge()) \(id)"
        case 14, 15: "out \(bridge()) \(id)"
        case 16: "name \(id) PJSIP/200\(Int.random(in: 1...3, using: &random))-00000099"
        case 17: "hand \(id) \(other)"
        case 18: "number \(id) +44\(Int.random(in: 0...9, using: &random)) 0"
        default: chance(50) ? "request \(id)" : "bye \(id) 16"
        }
    }
}
