import AsteriskManager
import Customers
import EventLoop
import Foundation
import PBXLink
import ScreenPopServer
import SecureChannel
import Testing

/// A server that follows one played Asterisk, and a wallboard.
final class FollowingScene {
    let asterisk: PlayedInterface
    /// Who tells of the calls that a test plays: the first one unless told.
    var speaker: PlayedInterface
    let server: RunningServer
    let console: SocketClient

    /// - Parameters:
    ///   - trust: for an interface that is encrypted.
    ///   - north: another one that is followed beside it.
    ///   - isFollowed: whether to wait until it is followed.
    init(
        _ asterisk: PlayedInterface? = nil, database: String? = nil,
        beside north: PlayedInterface? = nil,
        trusting trust: SecureContext.Trust? = nil, isFollowed: Bool = true
    ) throws {
        let played = try asterisk ?? PlayedInterface()
        self.asterisk = played
        speaker = played
        let address =
            trust.map {
                ServerAddress.encrypted(host: "127.0.0.1", port: played.port, trusting: $0)
            }
            ?? .plain(.tcp(host: "127.0.0.1", port: played.port))
        var settings = [Self.settings(address)]
        if let north {
            let address = ServerAddress.plain(.tcp(host: "127.0.0.1", port: north.port))
            settings.append(Self.settings(address, name: "north"))
        }
        server = try RunningServer(database: database) { [settings] in $0.pbxs = settings }
        console = try SocketClient(port: server.port)
        console.send(Array("WATCH *\n".utf8))
        _ = console.nextLine()
        if north != nil { _ = try statistics(of: "north") { $0.contains("state=following") } }
        if isFollowed { _ = try statistics { $0.contains("state=following") } }
    }

    static func settings(_ address: ServerAddress, name: String = "main") -> PBXSettings {
        PBXSettings(
            name: PBX(name)!, address: address, user: "screenpop", secret: Secret("s3cret"),
            phones: PhoneNames(trunks: ["trunk"], agents: [:]))
    }

    func end() {
        server.stop()
        asterisk.stop()
    }

    /// The lines of a reply.
    func ask(_ request: String) throws -> [String] {
        let client = try SocketClient(port: server.port)
        client.send(Array("\(request)\n".utf8))
        var lines = [try #require(client.nextLine())]
        while lines[0].hasPrefix("210 "), let line = client.nextLine(), line != "." {
            lines.append(line)
        }
        return lines
    }

    /// The line of `STATS` about the PBX, when it is as wanted.
    func statistics(of pbx: String = "main", _ isWanted: (String) -> Bool) throws -> String {
        while true {
            let line = try ask("STATS").first { $0.hasPrefix("pbx name=\(pbx) ") }
            if let line, isWanted(line) { return line }
            try #require(line != nil)
        }
    }

    /// Waits until the database knows what has happened.
    func awaitStored() throws {
        while try !ask("STATS").contains(where: { $0.contains("facts_waiting=0") }) {}
    }

    /// What the wallboard is told from now on, up to a call that comes behind everything.
    func told() -> [String] {
        ring(call: "9999.1", number: "+442079460958", at: "last")
        return told { $0.hasSuffix(" last") }
    }

    /// So many lines of what it is told.
    func told(until count: Int) -> [String] {
        var left = count
        var told: [String] = []
        while left > 0, let line = console.nextLine() {
            guard let words = Self.words(line) else { continue }
            told.append(words)
            left -= 1
        }
        return told
    }

    private func told(until isLast: (String) -> Bool) -> [String] {
        var told: [String] = []
        while let line = console.nextLine() {
            guard let words = Self.words(line) else { continue }
            if isLast(words) { break }
            told.append(words)
        }
        return told
    }

    /// What a console that comes now is shown.
    func screens() throws -> [String] {
        let client = try SocketClient(port: server.port)
        client.send(Array("WATCH *\nPING\n".utf8))
        var told: [String] = []
        while let line = client.nextLine(), line != "200 pong" {
            if let words = Self.words(line) { told.append(words) }
        }
        return told
    }

    /// `POP 2001` of a pushed line; `nil` for what says no more of a call.
    private static func words(_ line: String) -> String? {
        guard let match = line.firstMatch(of: #/^\* (\w+) call=\S+ agent=(\S+)/#),
            match.1 != "UPDATE"
        else { return nil }
        return "\(match.1) \(match.2)"
    }
}

/// Calls as Asterisk tells of them, cut down to what matters.
extension FollowingScene {
    func ring(call: String, number: String, at agent: String) {
        let trunk = channel(call, "trunk", number)
        say(["Event: Newchannel"] + trunk)
        say(["Event: Newchannel"] + phone(call, agent))
        let dialled = phone(call, agent).map { "Dest\($0)" }
        say(["Event: DialBegin"] + trunk + dialled + ["DialString: \(agent)"])
    }

    func answer(call: String, at agent: String) {
        let trunk = channel(call, "trunk", "")
        say(
            ["Event: DialEnd"] + trunk + phone(call, agent).map { "Dest\($0)" }
                + ["DialStatus: ANSWER"])
        for party in [phone(call, agent), trunk] {
            say(["Event: BridgeEnter", "BridgeUniqueid: b-\(call)"] + party)
        }
    }

    func hangUp(call: String) {
        say(["Event: Hangup"] + channel(call, "trunk", "") + ["Cause: 16"])
    }

    private func channel(_ call: String, _ endpoint: String, _ number: String) -> [String] {
        [
            "Channel: PJSIP/\(endpoint)-\(serial(call))", "ChannelState: 6",
            "CallerIDNum: \(number.isEmpty ? "<unknown>" : number)", "Uniqueid: \(call)",
            "Linkedid: \(call)",
        ]
    }

    private func phone(_ call: String, _ agent: String) -> [String] {
        [
            "Channel: PJSIP/\(agent)-\(serial(call))", "ChannelState: 5",
            "CallerIDNum: \(agent)", "Uniqueid: \(call)\(agent)", "Linkedid: \(call)",
        ]
    }

    private func serial(_ call: String) -> String {
        let digits = String(abs(call.hashValue), radix: 16)
        return String(("0000000" + digits).suffix(8))
    }

    private func say(_ lines: [String]) {
        speaker.say(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }
}
