import ArgumentParser
import AsteriskManager
import Foundation
import PBXLink

struct PBXReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Shows what becomes of a recorded stream of events, line by line.",
        discussion: """
            Needs no telephony system and no daemon. A recording begins with its trunks and names; \
            for a stream from elsewhere they can be said. Exit code 0: it was read; 2: it could \
            not be.
            """)

    @Argument(help: ArgumentHelp("What screenpop pbx record has written.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Endpoints that are no agents; repeatable.", valueName: "endpoint"))
    var trunk: [String] = []

    @Option(
        help: ArgumentHelp(
            "Agents whose endpoints have another name: PJSIP/anna-maria=1001; repeatable.",
            valueName: "endpoint=agent"))
    var agent: [String] = []

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            Terminal.complain("screenpop pbx replay: \(file) cannot be read")
            throw ExitCode(2)
        }
        var agents: [String: String] = [:]
        for pair in agent {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                Terminal.complain("screenpop pbx replay: \"\(pair)\" is not endpoint=agent")
                throw ExitCode(2)
            }
            agents[parts[0]] = parts[1]
        }
        var replay = StreamReplay(PhoneNames(trunks: Set(trunk), agents: agents))
        var reader = ManagerReader()
        var (eventCount, changeCount) = (0, 0)
        reader.read([UInt8](data).span) { message in
            guard message.event != nil else { return }
            eventCount += 1
            for change in replay.take(message) {
                changeCount += 1
                Terminal.say(change.line)
            }
        }
        Terminal.say(
            "\(eventCount) events, \(changeCount) changes; "
                + "\(replay.follower.liveCalls.count) calls under way at the end")
    }
}
