import ArgumentParser
import AsteriskManager
import Customers
import EventLoop
import Foundation
import PBXLink

struct PBXCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Signs in at a telephony system and shows the next call as it is followed.",
        discussion: """
            Says the system's version, what the user may ask, which endpoints are taken for trunks \
            and which for agents, and then, line by line, what happens to calls. The daemon is not \
            needed and not disturbed. It ends with the next call. Exit code 0: a call was followed \
            to its end; 1: none came in time; 2: the system cannot be followed.
            """)

    @OptionGroup var options: PBXOptions

    @Option(help: ArgumentHelp("How long to wait for a call.", valueName: "s"))
    var seconds = 300

    @Flag(help: "End when all is said but the call.")
    var noCall = false

    func run() throws {
        let code: Int32
        do {
            let session = try PBXCheckSession(
                options.settings(), seconds: seconds, waitsForCall: !noCall)
            code = try session.run()
        } catch {
            Terminal.complain("screenpop pbx check: \(error)")
            throw ExitCode(2)
        }
        if code != 0 { throw ExitCode(code) }
    }
}

/// One trial of a telephony system.
final class PBXCheckSession {
    private let settings: PBXSettings
    private let loop: Loop
    private let link: PBXLink
    private let seconds: Int
    private let waitsForCall: Bool
    private var inventory: PBXInventory
    private var timer: EventLoop.Timer?
    private var code: Int32 = 1
    private var isCurrent = false
    /// Calls that began after everything was said.
    private var seen: Set<String> = []

    init(_ settings: PBXSettings, seconds: Int, waitsForCall: Bool) throws {
        self.settings = settings
        self.seconds = seconds
        self.waitsForCall = waitsForCall
        loop = try Loop()
        link = try PBXLink(settings, on: loop)
        inventory = PBXInventory(settings.phones)
    }

    /// - Returns: the exit code.
    func run() throws -> Int32 {
        timer = try EventLoop.Timer(on: loop) { [unowned self] in
            Terminal.say("no call within \(seconds) s")
            loop.stop()
        }
        link.onEvent = { [unowned self] in take($0) }
        link.onMessage = { [unowned self] in takeAnswer($0) }
        Terminal.say("\(settings.name.text) at \(settings.address)")
        link.start()
        loop.run()
        link.close()
        timer?.close()
        return code
    }

    private func take(_ event: PBXLink.Event) {
        switch event {
        case .connecting: break
        case .signingIn: Terminal.say("connected")
        case .signedIn(let version):
            Terminal.say("signed in as \(settings.user): \(version)")
            for action in inventory.questions { link.send(action) }
        case .remark: break
        case .change(let change): show(change)
        case .isCurrent: isCurrent = true
        case .isRead: break
        case .lost(let reason, _):
            Terminal.say("it cannot be followed: \(reason)")
            code = 2
            loop.stop()
        }
    }

    private func takeAnswer(_ message: ManagerMessage) {
        let wasComplete = inventory.isComplete
        inventory.take(message)
        guard inventory.isComplete, !wasComplete else { return }
        for line in inventory.lines { Terminal.say(line) }
        guard waitsForCall else {
            code = 0
            return loop.stop()
        }
        Terminal.say("waiting for a call; Ctrl-C ends")
        timer?.start(after: .seconds(seconds))
    }

    private func show(_ change: CallChange) {
        Terminal.say("\(Moment.now)  \(change.line)")
        switch change {
        case .arrive(let call, _), .ring(let call, _, _): if isCurrent { seen.insert(call) }
        case .hangUp(let call):
            guard seen.contains(call) else { return }
            code = 0
            loop.stop()
        case .withdraw, .answer, .transfer: break
        }
    }
}
