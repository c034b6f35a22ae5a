import Foundation
import TestSupport

/// Carries out a dialplan as Asterisk does, as far as the example goes; what it does not know, it
/// refuses. `CURL` is curl's, with the limits that the dialplan has set.
final class PlayedAsterisk {
    /// What Asterisk gives `CURL` that has been told nothing, in seconds.
    private static let curlSeconds = 180
    /// How curl says that a limit was reached.
    private static let curlTimedOut: Int32 = 28

    let dialplan: Dialplan
    /// Where the daemon is, in place of the port in the dialplan.
    var port: UInt16
    /// What its clock shows, in seconds; it goes on while `CURL` waits in vain.
    var now = 1_795_287_141
    /// So many seconds a second of `CURL`'s limits takes: on a busy machine nothing is that quick.
    var slowness = 30
    /// What happens at `Queue` and `Dial`.
    var onDial: (PlayedChannel, String) throws -> Void = { _, _ in }
    /// What was asked by `CURL`, in order.
    private(set) var asked: [String] = []
    private var globals: [String: String] = [:]

    init(_ dialplan: Dialplan, port: UInt16) {
        self.dialplan = dialplan
        self.port = port
    }

    /// Runs a context to its end.
    func run(_ context: String, _ extension: String = "s", on channel: PlayedChannel) throws {
        guard let steps = dialplan.contexts[context] else {
            throw Program.Failure("no context \(context)")
        }
        channel.set("EXTEN", `extension`)
        var index = 0
        while index < steps.count {
            let step = steps[index]
            index += 1
            let arguments = try substitute(step.arguments[...], channel)
            switch step.application {
            case "Set": try set(arguments, channel)
            case "Gosub":
                let words = arguments.split(separator: ",")
                let place = channel.variables["EXTEN"]
                try run(String(words[0]), String(words[1]), on: channel)
                channel.set("EXTEN", place ?? "s")
            case "GotoIf":
                guard let label = Self.branch(arguments) else { continue }
                guard let target = steps.firstIndex(where: { $0.label == label }) else {
                    throw Program.Failure("no label \(label) in \(context)")
                }
                index = target
            case "ClearHash": channel.clearHash(arguments)
            case "Queue", "Dial": try onDial(channel, arguments)
            case "AGI": try askScript(arguments, channel)
            case "Answer": break
            case "Return", "Hangup": return
            default: throw Program.Failure("\(step.application) is not played")
            }
        }
    }

    /// Ends a channel: what it has pushed is run, the latest first.
    func hangUp(_ channel: PlayedChannel, cause: String = "16") throws {
        channel.cause = cause
        while let handler = channel.handlers.first {
            channel.popHandler()
            try run(String(handler.split(separator: ",")[0]), on: channel)
        }
    }

    /// - Returns: the label to go to; `nil`: the next line.
    private static func branch(_ arguments: String) -> String? {
        let halves = arguments.split(separator: "?", maxSplits: 1)
        let labels = halves[1].split(separator: ":", omittingEmptySubsequences: false)
        if halves[0] != "0" && !halves[0].isEmpty { return String(labels[0]) }
        return labels.count > 1 ? String(labels[1]) : nil
    }

}

extension PlayedAsterisk {
    /// Replaces `${...}` and `$[...]`, the inner ones first.
    private func substitute(_ text: Substring, _ channel: PlayedChannel) throws -> String {
        var (said, rest) = ("", text)
        while let start = rest.firstRange(of: /\$[\x7B\x5B]/) {
            said += rest[..<start.lowerBound]
            let isExpression = rest[start].last == "["
            let (open, close): (Character, Character) = isExpression ? ("[", "]") : ("{", "}")
            var (end, depth) = (start.upperBound, 1)
            while end < rest.endIndex {
                if rest[end] == open { depth += 1 } else if rest[end] == close { depth -= 1 }
                if depth == 0 { break }
                end = rest.index(after: end)
            }
            guard depth == 0 else { throw Program.Failure("unbalanced: \(text)") }
            let inner = try substitute(rest[start.upperBound..<end], channel)
            said += try isExpression ? Self.evaluate(inner) : value(inner, channel)
            rest = rest[rest.index(after: end)...]
        }
        return said + rest
    }

    private static func evaluate(_ expression: String) throws -> String {
        let form = /("[^"]*"|\d+) (=|!=|>|\+) ("[^"]*"|\d+)/
        guard let match = expression.wholeMatch(of: form) else {
            throw Program.Failure("not an expression that holds with any value: \(expression)")
        }
        let (left, right) = (String(match.1), String(match.3))
        switch match.2 {
        case "=": return left == right || Int(left) != nil && Int(left) == Int(right) ? "1" : "0"
        case "!=": return left != right ? "1" : "0"
        case ">": return (Int(left) ?? 0) > (Int(right) ?? 0) ? "1" : "0"
        default: return String((Int(left) ?? 0) + (Int(right) ?? 0))
        }
    }

    private func value(_ name: String, _ channel: PlayedChannel) throws -> String {
        guard let match = name.wholeMatch(of: /([A-Z]+)\((.*)\)/.dotMatchesNewlines()) else {
            if name == "EPOCH" { return String(now) }
            if name == "HANGUPCAUSE" { return channel.cause }
            return channel.variables[name] ?? ""
        }
        let argument = String(match.2)
        switch (String(match.1), argument) {
        case ("CHANNEL", "name"): return channel.name
        case ("CHANNEL", "linkedid"): return channel.call
        case ("CALLERID", "num"): return channel.number
        case ("CALLERID", "num-pres"): return channel.presentation
        case ("CALLERID", "num-plan"): return channel.plan
        case ("GLOBAL", _): return globals[argument] ?? ""
        case ("URIENCODE", _): return Self.encoded(argument)
        case ("URIDECODE", _): return Self.decoded(argument)
        case ("IF", _): return Self.branch(argument) ?? ""
        case ("HASH", _):
            let words = argument.split(separator: ",")
            return channel.variables["~HASH~\(words[0])~\(words[1])~"] ?? ""
        case ("CURL", _): return try curl(argument, channel)
        default: throw Program.Failure("\(name) is not played")
        }
    }

    private func set(_ assignment: String, _ channel: PlayedChannel) throws {
        let halves = assignment.split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, value) = (String(halves[0]), String(halves[1]))
        guard let match = name.wholeMatch(of: /([A-Z]+)\(([^,)]+)\)/) else {
            return channel.set(name, value)
        }
        let argument = String(match.2)
        switch (String(match.1), argument) {
        case ("CHANNEL", "hangup_handler_push"): channel.pushHandler(value)
        case ("CHANNEL", "hangup_handler_pop"): channel.popHandler()
        case ("CALLERID", "name"): channel.callerName = value
        case ("CURLOPT", _): channel.curlOptions[argument] = value
        case ("GLOBAL", _): globals[argument] = value
        case ("HASH", _):
            guard let fields = channel.variables["~ODBCFIELDS~"] else { return }
            let values = Self.takenApart(value)
            for (index, field) in Self.takenApart(fields).enumerated() {
                let value = index < values.count ? values[index] : ""
                channel.set("~HASH~\(argument)~\(field)~", value)
            }
        default: throw Program.Failure("\(name) cannot be set")
        }
    }

    private func curl(_ address: String, _ channel: PlayedChannel) throws -> String {
        asked.append(address)
        func limit(_ option: String) -> Int {
            channel.curlOptions[option].flatMap(Int.init) ?? Self.curlSeconds
        }
        let outcome = try Program.run(
            "curl",
            [
                "-s", "--connect-timeout", "\(slowness * limit("conntimeout"))",
                "--max-time", "\(slowness * limit("httptimeout"))",
                address.replacing(":4573/", with: ":\(port)/"),
            ])
        if outcome.status == Self.curlTimedOut { now += limit("httptimeout") }
        let reply = outcome.output.replacing(/\s+$/, with: "")
        guard channel.curlOptions["hashcompat"] == "yes", !reply.isEmpty else { return reply }
        let pairs = reply.split(separator: "&", omittingEmptySubsequences: false).map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        }
        func joined(_ texts: [Substring]) -> String {
            texts.map { Self.decoded(String($0)).replacing(/[\\,]/) { "\\\($0.0)" } }
                .joined(separator: ",")
        }
        channel.set("~ODBCFIELDS~", joined(pairs.map { $0[0] }))
        return joined(pairs.map { $0.count > 1 ? $0[1] : "" })
    }

    /// Arguments as Asterisk separates them: quotation marks and backslashes go, commas in brackets
    /// are none.
    private static func takenApart(_ text: String) -> [String] {
        var (words, depth, isQuoted, isEscaped) = ([""], 0, false, false)
        for character in text {
            if isEscaped {
                words[words.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted, depth == 0 {
                words.append("")
            } else {
                if "([".contains(character) { depth += 1 }
                if ")]".contains(character), depth > 0 { depth -= 1 }
                words[words.count - 1].append(character)
            }
        }
        return words
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isKept = byte < 0x80 && (character.isLetter || character.isNumber)
            return isKept || "-_.!~*'()".contains(character)
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    private static func decoded(_ text: String) -> String {
        text.removingPercentEncoding ?? text
    }

    /// Asks as `res_agi` does, line by line, and carries out what comes back.
    private func askScript(_ address: String, _ channel: PlayedChannel) throws {
        guard let match = address.wholeMatch(of: /agi:\/\/127\.0\.0\.1:4573\/(.+)/) else {
            throw Program.Failure("asks elsewhere: \(address)")
        }
        let client = try SocketClient(port: port)
        for line in [
            "network: yes", "network_script: \(match.1)", "channel: \(channel.name)",
            "uniqueid: \(channel.uniqueID)", "callerid: \(channel.number)", "callingpres: 0",
            "callington: \(channel.plan)",
        ] { client.send(Array("agi_\(line)\n".utf8)) }
        client.send([UInt8(ascii: "\n")])
        let said = String(decoding: client.rest(), as: UTF8.self)
        for line in said.split(separator: "\n") {
            guard let match = line.wholeMatch(of: /SET VARIABLE (\S+) "(.*)"/) else { continue }
            let value = match.2.replacing(/\\(.)/) { $0.1 }
            if match.1 == "CALLERID(name)" {
                channel.callerName = String(value)
            } else {
                channel.set(String(match.1), String(value))
            }
        }
    }
}
