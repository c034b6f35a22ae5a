import ArgumentParser
import AsteriskManager
import Customers
import EventLoop
import Foundation
import PBXLink

struct PBXRecord: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Writes what a telephony system says to a file, with names and numbers replaced.",
        discussion: """
            For tests, and for whoever is asked for help. The same number becomes the same made-up \
            number of its length, the same name the same name; extensions stay. Nothing of what is \
            sent to the system, the secret included, is in it. It goes on until Ctrl-C, or as long \
            as was said. Exit code 0: something was recorded; 2: nothing could be.
            """)

    @Option(help: ArgumentHelp("End after so long.", valueName: "s"))
    var seconds: Int?

    @Argument(help: ArgumentHelp("A file that is not there yet.", valueName: "file"))
    var file: String

    @OptionGroup var options: PBXOptions

    func run() throws {
        do {
            let session = try PBXRecordSession(options.settings(), file: file, seconds: seconds)
            try session.run()
        } catch {
            Terminal.complain("screenpop pbx record: \(error)")
            throw ExitCode(2)
        }
    }
}

/// One recording, from its first message to Ctrl-C.
final class PBXRecordSession {
    private let settings: PBXSettings
    private let loop: Loop
    private let link: PBXLink
    private let path: String
    private let output: FileHandle
    private let seconds: Int?
    private var disguise: StreamDisguise
    private var messageCount = 0
    private var problem: (any Error)?
    private var timer: EventLoop.Timer?
    private var signals: [SignalWatcher] = []

    init(_ settings: PBXSettings, file: String, seconds: Int?) throws {
        self.settings = settings
        self.seconds = seconds
        path = file
        output = try Self.open(file)
        loop = try Loop()
        link = try PBXLink(settings, on: loop)
        disguise = StreamDisguise(settings.phones)
    }

    /// Makes a file for its owner alone; none that is there is written over.
    private static func open(_ path: String) throws -> FileHandle {
        let file = URL(filePath: path)
        if FileManager.default.fileExists(atPath: path) {
            throw PBXProblem("\(path) is there already")
        }
        do {
            try Data().write(to: file, options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return try FileHandle(forWritingTo: file)
        } catch {
            throw PBXProblem("\(path) cannot be made: \(error.localizedDescription)")
        }
    }

    func run() throws {
        link.onEvent = { [unowned self] in take($0) }
        link.onMessage = { [unowned self] in record($0) }
        for signal in [SignalWatcher.Signal.interrupt, .terminate] {
            signals.append(
                try SignalWatcher(for: signal, on: loop) { [unowned self] in loop.stop() })
        }
        timer = try EventLoop.Timer(on: loop) { [unowned self] in loop.stop() }
        if let seconds { timer?.start(after: .seconds(seconds)) }
        try output.write(contentsOf: Data(disguise.preamble))
        link.start()
        loop.run()
        link.close()
        timer?.close()
        signals = []
        if let problem { throw problem }
        guard messageCount > 0 else { throw PBXProblem("nothing was said") }
        Terminal.say("\(messageCount) events are in \(path)")
    }

    private func take(_ event: PBXLink.Event) {
        switch event {
        case .signedIn(let version): Terminal.say("recording \(version); Ctrl-C ends")
        case .lost(let reason, let seconds):
            guard messageCount > 0 else {
                problem = PBXProblem("\(settings.name.text) cannot be followed: \(reason)")
                return loop.stop()
            }
            Terminal.say("\(reason); connecting again after \(seconds) s")
        case .connecting, .signingIn, .remark, .change, .isCurrent, .isRead: break
        }
    }

    private func record(_ message: ManagerMessage) {
        // What it answers to us is no part of what happened.
        guard message.event != nil else { return }
        do {
            try output.write(contentsOf: Data(disguise.disguise(message)))
            messageCount += 1
        } catch {
            problem = PBXProblem("\(path) cannot be written: \(error.localizedDescription)")
            loop.stop()
        }
    }
}
