import Customers

@testable import AsteriskManager

/// Changes of calls as lines: `RING a 2001 +441632960801`, calls by letters as they come.
struct Story {
    private var letters: [String: String] = [:]
    private(set) var lines: [String] = []

    /// Tells on.
    mutating func tell(_ changes: [CallChange]) {
        for change in changes { lines.append(line(change)) }
    }

    private mutating func line(_ change: CallChange) -> String {
        let call = letter(change.call)
        return switch change {
        case .arrive(_, let caller): "ARRIVE \(call) \(Self.text(caller))"
        case .ring(_, let agent, let caller): "RING \(call) \(agent.text) \(Self.text(caller))"
        case .withdraw(_, let agent): "WITHDRAW \(call) \(agent.text)"
        case .answer(_, let agent): "ANSWER \(call) \(agent.text)"
        case .transfer(_, let agent): "TRANSFER \(call) \(agent.text)"
        case .hangUp: "HANGUP \(call)"
        }
    }

    private mutating func letter(_ call: String) -> String {
        if let letter = letters[call] { return letter }
        let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(letters.count)))
        letters[call] = letter
        return letter
    }

    private static func text(_ caller: CallerNumber) -> String {
        switch caller {
        case .number(let number): number
        case .withheld: "withheld"
        case .unknown: "unknown"
        }
    }
}

extension Story {
    /// The names in the house where the streams were recorded.
    static let names = PhoneNames(trunks: ["trunk"], agents: [:])

    /// What a follower makes of bytes that come in these pieces.
    static func lines(_ pieces: [[UInt8]], names: PhoneNames = names) -> [String] {
        var reader = ManagerReader()
        var follower = CallFollower(names)
        var story = Story()
        for piece in pieces {
            reader.read(piece.span) { story.tell(follower.take($0)) }
        }
        return story.lines
    }

    static func messages(_ bytes: [UInt8]) -> [ManagerMessage] {
        var reader = ManagerReader()
        var messages: [ManagerMessage] = []
        reader.read(bytes.span) { messages.append($0) }
        return messages
    }
}
