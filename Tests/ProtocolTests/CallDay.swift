import SeededRandom

/// A day of a call centre, made up from a seed: what the telephony system says, who reconnects.
struct CallDay {
    enum Step {
        /// The telephony system sends these lines.
        case calls([String])
        /// A console ends its connection, having read everything.
        case leaves(String)
        /// A console connects.
        case comes(String, agent: String)
    }

    static let agentCount = 200

    private struct Live {
        let id: String
        var ringing: [Int]
        var owner: Int?
        var transfersLeft: Int
    }

    private(set) var steps: [Step] = []
    private var random: SplitMix64
    private var live: [Live] = []
    private var lines: [String] = []
    private var generations = [Int](repeating: 0, count: agentCount)
    private static let callers = [
        "+442079460958", "020 7946 0958", "+441632960101", "+447700900123", "+441632960999",
        "anonymous", "", "999", "abc", "+493023125042", "+353209101234", "07700 900456",
    ]

    /// - Parameter calls: how many come in.
    init(calls: Int, seed: UInt64) {
        random = SplitMix64(seed: seed)
        for agent in 0..<Self.agentCount { steps.append(.comes(name(agent), agent: "\(agent)")) }
        // Agent 0 has two consoles.
        steps.append(.comes("a0x", agent: "0"))
        for call in 0..<calls {
            arrive(call)
            while live.count > 150 { goOn() }
            if call % 50 == 49 { reconnect() }
        }
        while !live.isEmpty { goOn() }
        flush()
    }

    /// Every connection of a console in the day.
    var consoles: [String] {
        steps.compactMap { if case .comes(let name, _) = $0 { name } else { nil } }
    }

    /// Those that stay until its end.
    var lastConsoles: [String] { (0..<Self.agentCount).map(name) + ["a0x"] }

    private func name(_ agent: Int) -> String { "a\(agent)g\(generations[agent])" }

    private mutating func below(_ count: Int) -> Int {
        Int(random.next() % UInt64(count))
    }

    private mutating func arrive(_ number: Int) {
        let caller = Self.callers[below(Self.callers.count)]
        var call = Live(id: "c\(number)", ringing: [], transfersLeft: below(10) == 0 ? 2 : 0)
        for _ in 0...below(3) {
            let agent = below(Self.agentCount)
            call.ringing.append(agent)
            lines.append("RING \(call.id) \(caller) \(agent)")
            if below(20) == 0 { lines.append("RING \(call.id) \(caller) \(agent)") }
        }
        live.append(call)
    }

    /// Something happens to one of the calls under way.
    private mutating func goOn() {
        let place = below(live.count)
        var call = live[place]
        if call.owner == nil, below(5) > 0 {
            let agent = call.ringing[below(call.ringing.count)]
            call.owner = agent
            lines.append("ANSWER \(call.id) \(agent)")
        } else if call.owner != nil, call.transfersLeft > 0 {
            let agent = below(Self.agentCount)
            call.owner = nil
            call.ringing = [agent]
            call.transfersLeft -= 1
            lines.append("TRANSFER \(call.id) \(agent)")
        } else {
            lines.append("HANGUP \(call.id)")
            if below(20) == 0 { lines.append("HANGUP \(call.id)") }
            live.swapAt(place, live.count - 1)
            live.removeLast()
            return
        }
        live[place] = call
    }

    private mutating func reconnect() {
        flush()
        let agent = below(Self.agentCount)
        steps.append(.leaves(name(agent)))
        generations[agent] += 1
        steps.append(.comes(name(agent), agent: "\(agent)"))
    }

    private mutating func flush() {
        if !lines.isEmpty { steps.append(.calls(lines)) }
        lines = []
    }

    /// Plays the day.
    ///
    /// - Returns: what each console has received, behind the answer to its `WATCH`.
    func play(on stage: some Stage) -> [String: [String]] {
        var received: [String: [String]] = [:]
        var present: Set<String> = []
        for step in steps {
            switch step {
            case .calls(let lines):
                stage.send(Array(lines.map { "\($0)\n" }.joined().utf8), from: "pbx")
                for _ in lines { _ = stage.nextLine(for: "pbx") }
            case .comes(let console, let agent):
                present.insert(console)
                stage.send(Array("WATCH \(agent)\n".utf8), from: console)
                received[console] = [stage.nextLine(for: console) ?? "no line"]
            case .leaves(let console):
                present.remove(console)
                received[console]! += Self.farewell(console, stage)
            }
        }
        for console in present { received[console]! += Self.farewell(console, stage) }
        return received
    }

    private static func farewell(_ console: String, _ stage: some Stage) -> [String] {
        var lines: [String] = []
        stage.send(Array("QUIT\n".utf8), from: console)
        while let line = stage.nextLine(for: console), line != "221 goodbye" { lines.append(line) }
        return lines
    }
}

/// What a console shows that believes what it is told.
struct ConsoleScreen {
    /// The stage of each call that is on it.
    private(set) var calls: [String: String] = [:]
    private(set) var mistakes: [String] = []

    mutating func take(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count > 3, words[0] == "*", let call = line.value("call") else { return }
        let isThere = calls[call] != nil
        switch words[1] {
        case "POP":
            if isThere { mistakes.append(line) }
            calls[call] = "ringing"
        case "ANSWERED":
            if calls[call] != "ringing" { mistakes.append(line) }
            calls[call] = "answered"
        case "TRANSFER" where line.value("from") != nil:
            if !isThere { mistakes.append(line) }
        case "WITHDRAW", "TRANSFER", "HANGUP":
            if !isThere { mistakes.append(line) }
            calls[call] = nil
        default: mistakes.append(line)
        }
    }
}
