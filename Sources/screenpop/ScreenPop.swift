import ArgumentParser
import EventLoop
import Glibc
import Numbering
import ProtocolWords
import Release
import ReplyReading
import ScreenPopClient

@main
struct ScreenPop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenpop",
        abstract: "Asks and feeds screenpopd, which tells who is calling.",
        version: "\(Version.product)\n\(NumberingData.description)",
        subcommands: [
            Lookup.self, Matches.self, Why.self, ShowCard.self, History.self, Explain.self,
            Stats.self, Ping.self, Bench.self, ConsoleCommand.self,
            Import.self, ScoreCustomers.self, Verify.self,
            Export.self, BackupCommand.self, Sample.self, PBXCommand.self, AccessCommand.self,
            SubjectCommand.self,
        ])

    static func main() {
        // What it writes is of customers, calls and tokens: nobody else's, whatever the caller's
        // mask says.
        _ = umask(umask(0o077) | 0o077)
        // A file that may grow no more is an error to be told, not the end.
        _ = signal(SIGXFSZ, SIG_IGN)
        main(nil)
    }

    /// For scripts: what the exit codes of all subcommands mean.
    enum Outcome: Int32 {
        case found = 0
        case notFound = 1
        case error = 2

        init(code: UInt16) {
            switch ReplyCode(rawValue: code) {
            case .nobody, .noCustomer, .noReference, .noLink, .withheld, .notASubscriber,
                .unreadableNumber:
                self = .notFound
            default: self = ReplyCode.doneNumbers.contains(code) ? .found : .error
            }
        }
    }
}

/// Where to ask, and how to print.
struct ServerOptions: ParsableArguments {
    @OptionGroup var place: ServerPlace

    @Flag(help: "Print each reply as one JSON object a line.")
    var json = false

    /// Asks each request in turn and prints each reply.
    ///
    /// - Parameters:
    ///   - text: how a reply looks to a person.
    ///   - patience: how long to wait for one reply.
    ///   - outcome: what a reply in JSON means, where its code does not tell.
    /// - Throws: the exit code when it is not 0: 1 nothing found, 2 an error.
    func ask(
        _ requests: [String], patience: Duration = Client.patience, text: (Reply) -> String,
        outcome: (String) -> ScreenPop.Outcome? = { _ in nil }
    ) throws {
        var worst = ScreenPop.Outcome.found
        do {
            let client = try Client(
                place.address(), signIn: place.signIn(), patience: patience)
            if json { try askForJSON(client) }
            for request in requests {
                let reply =
                    try json
                    ? printJSON(client, request, outcome) : printText(client, request, text)
                if reply.rawValue > worst.rawValue { worst = reply }
            }
        } catch {
            Terminal.complain("screenpop: \(error)")
            worst = .error
        }
        if worst != .found { throw ExitCode(worst.rawValue) }
    }

    private func printText(
        _ client: Client, _ request: String, _ text: (Reply) -> String
    ) throws(ClientError) -> ScreenPop.Outcome {
        let reply = try client.request(request)
        Terminal.say(text(reply))
        return ScreenPop.Outcome(code: reply.code)
    }

    private func askForJSON(_ client: Client) throws(ClientError) {
        let line = try client.requestLine("FORMAT json")
        guard let code = Self.code(of: line), ReplyCode.doneNumbers.contains(code) else {
            throw .notUnderstood(line)
        }
    }

    private func printJSON(
        _ client: Client, _ request: String, _ outcome: (String) -> ScreenPop.Outcome?
    ) throws(ClientError) -> ScreenPop.Outcome {
        let line = try client.requestLine(request)
        Terminal.say(line)
        guard let code = Self.code(of: line) else { throw .notUnderstood(line) }
        let byCode = ScreenPop.Outcome(code: code)
        return byCode == .found ? outcome(line) ?? byCode : byCode
    }

    /// A server that closes says so in the form of text, too.
    private static func code(of line: String) -> UInt16? {
        Reply.code(ofJSON: line) ?? Reply(text: [line])?.code
    }
}
