import ArgumentParser
import EventLoop
import ProtocolWords
import Release
import ReplyReading
import ScreenPopClient

@main
struct ScreenPop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenpop",
        abstract: "Asks and feeds screenpopd, which tells who is calling.",
        version: Version.product,
        subcommands: [
            Lookup.self, Matches.self, Why.self, ShowCard.self, History.self, Explain.self,
            Stats.self, Ping.self, Bench.self, ConsoleCommand.self,
            Import.self, ScoreCustomers.self, Verify.self,
            Export.self, BackupCommand.self, Sample.self,
        ])

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
    @Option(
        help: ArgumentHelp(
            "The server: 127.0.0.1:7373, [::1]:7373 or unix:PATH.", valueName: "address"))
    var server = "127.0.0.1:7373"

    @Flag(help: "Print each reply as one JSON object a line.")
    var json = false

    /// Asks each request in turn and prints each reply.
    ///
    /// - Parameters:
    ///   - text: how a reply looks to a person.
    ///   - patience: how long to wait for one reply.
    /// - Throws: the exit code when it is not 0: 1 nothing found, 2 an error.
    func ask(
        _ requests: [String], patience: Duration = Client.patience, text: (Reply) -> String
    ) throws {
        var worst = ScreenPop.Outcome.found
        do {
            let client = try Client(Endpoint(parsing: server), patience: patience)
            if json { _ = try client.request("FORMAT json") }
            for request in requests {
                let outcome =
                    try json ? printJSON(client, request) : printText(client, request, text)
                if outcome.rawValue > worst.rawValue { worst = outcome }
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

    private func printJSON(
        _ client: Client, _ request: String
    ) throws(ClientError) -> ScreenPop.Outcome {
        let line = try client.requestLine(request)
        Terminal.say(line)
        guard let code = Reply.code(ofJSON: line) else { throw .notUnderstood(line) }
        return ScreenPop.Outcome(code: code)
    }
}
