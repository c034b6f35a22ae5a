import AgentConsole
import Customers
import EventLoop
import Foundation
import ReplyReading
import ScreenPopClient
import SecureChannel
import TerminalScreen

/// Joins the console, the terminal and the conversation with the server, all on one loop.
final class ConsoleSession {
    private let loop: Loop
    private let terminal: TerminalScreen
    private let conversation: Conversation
    private var console: Console
    private var watchers: [SignalWatcher] = []
    private var keyWatcher: DescriptorWatcher?
    private var clock: EventLoop.Timer?
    private let drafts: DraftFile
    /// What the agent was told of texts that are not kept.
    private var draftWarning: String?
    private var exitCode: Int32 = 0

    init(agent: String, address: ServerAddress, signIn: SignIn?, isASCII: Bool) throws {
        loop = try Loop()
        conversation = try Conversation(
            address, on: loop, signIn: signIn, greeting: "WATCH \"\(agent)\"")
        let hasColour = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        terminal = try TerminalScreen(wantsColour: hasColour)
        let zone = TimeZone.current
        let settings = Console.Settings(
            agent: agent, server: "\(address)", referencePrefix: Self.referencePrefix(),
            isASCII: isASCII || !terminal.isUnicode
        ) { moment in
            zone.secondsFromGMT(
                for: Date(timeIntervalSince1970: TimeInterval(moment.secondsSince1970)))
        }
        console = Console(settings, now: .now)
        drafts = DraftFile(agent: agent)
        let (texts, problem) = drafts.takeOver()
        console.restore(texts)
        if let problem { warn(problem) }
    }

    /// Runs until the agent quits or a signal comes; the terminal is then as it was.
    ///
    /// - Returns: the exit code.
    func run() throws -> Int32 {
        defer { end() }
        try watch()
        conversation.onState = { [unowned self] state in
            switch state {
            case .connecting: take(.connecting)
            case .open: break  // The reply to the greeting follows.
            case .waiting(let problem, let seconds):
                take(.disconnected(problem: problem, seconds: seconds))
            }
        }
        conversation.onGreeted = { [unowned self] reply in
            take(.connected(calls: reply.fields["calls"].flatMap { Int($0) } ?? 0))
        }
        conversation.onPush = { [unowned self] in take(.pushed($0)) }
        conversation.onReply = { [unowned self] in take(.replied(id: $0, $1)) }
        conversation.start()
        draw()
        loop.run()
        return exitCode
    }

    private func watch() throws {
        for signal in [SignalWatcher.Signal.terminate, .interrupt, .hangUp] {
            watchers.append(
                try SignalWatcher(for: signal, on: loop) { [unowned self] in
                    leave(128 + signal.number)
                })
        }
        watchers.append(
            try SignalWatcher(for: .windowSize, on: loop) { [unowned self] in
                terminal.adoptSize()
                draw()
            })
        keyWatcher = try DescriptorWatcher(of: terminal.descriptor, on: loop) { [unowned self] in
            readKeys()
        }
        clock = try EventLoop.Timer(on: loop) { [unowned self] in
            take(.tick(.now))
            keepTexts()
        }
        clock?.start(every: .seconds(1))
    }

    private func readKeys() {
        // Without this, a terminal that is gone would be readable for ever.
        if terminal.isGone { return leave(128 + SignalWatcher.Signal.hangUp.number) }
        let keys = terminal.nextKeys()
        take(.keys(keys, isPaste: KeyBurst.isPaste(keys)))
    }

    private func take(_ event: Console.Event) {
        perform(console.take(event))
        draw()
    }

    private func perform(_ effects: [Console.Effect]) {
        for effect in effects {
            switch effect {
            case .send(let id, let lines):
                let isTaken = conversation.ask(Conversation.Request(id: id, lines: lines))
                if !isTaken { perform(console.take(.refused(id: id))) }
            case .bell: terminal.bell()
            case .hurry: conversation.hurry()
            case .redraw: terminal.forget()
            case .quit: leave(0)
            }
        }
    }

    private func draw() {
        let size = terminal.size
        terminal.show(console.screen(rows: size.rows, columns: size.columns))
    }

    private func keepTexts() {
        do {
            try drafts.save(console.savedTexts)
            draftWarning = nil
        } catch {
            warn(error)
            draw()
        }
    }

    /// Once for each reason, not with every second.
    private func warn(_ problem: any Error) {
        let words = Self.words(problem)
        guard draftWarning != words else { return }
        draftWarning = words
        if case DraftFile.Problem.unreadable = problem {
            console.warn("texts of an earlier console could not be read: \(words)")
        } else {
            console.warn("texts that are not stored are lost when this console ends: \(words)")
        }
    }

    private static func words(_ problem: any Error) -> String {
        problem is DraftFile.Problem ? "\(problem)" : problem.localizedDescription
    }

    private func leave(_ code: Int32) {
        exitCode = code
        loop.stop()
    }

    private func end() {
        // Who has quit was asked; after a signal, the next console has the texts again.
        let texts = console.hasQuit ? [] : console.savedTexts
        defer { keep(texts) }
        conversation.close()
        keyWatcher?.close()
        clock?.close()
        for watcher in watchers { watcher.close() }
        terminal.close()
    }

    /// The last time: the terminal is the shell's again.
    private func keep(_ texts: [SavedText]) {
        do {
            try drafts.save(texts)
        } catch  where !texts.isEmpty {
            let reason = Self.words(error)
            Terminal.complain("screenpop console: texts not stored are lost: \(reason)")
        } catch {
            Terminal.complain(
                "screenpop console: texts given up may come again: \(Self.words(error))")
        }
    }

    /// Unlike any other console's, also one that starts in the same second.
    private static func referencePrefix() -> String {
        let number = UInt64.random(in: 0..<(1 << 48))
        return "pop-" + String(number, radix: 36)
    }
}
