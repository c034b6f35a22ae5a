import ArgumentParser
import ReplyReading
import ScreenPopClient

struct Lookup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who has this number?",
        discussion: "Exit code 0: all found; 1: some not; 2: an error.")

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp("Phone numbers in any spelling.", valueName: "number"))
    var numbers: [String]

    func run() throws {
        try options.ask(numbers.map { "LOOKUP \($0)" }) { ReplyText.lookup($0) }
    }
}

struct ShowCard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card", abstract: "Everything at a glance about one customer.")

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp("The account, or #id.", valueName: "account"))
    var account: String

    func run() throws { try options.ask(["CARD \(account)"]) { ReplyText.block($0) } }
}

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What happened with one customer, latest first.")

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp("The account, or #id.", valueName: "account"))
    var account: String

    @Option(help: "How many entries.")
    var count = 20

    func run() throws {
        try options.ask(["HISTORY \(account) \(count)"]) { ReplyText.block($0) }
    }
}

struct Stats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load, latency, index and memory of the server.",
        discussion: "Exit codes as of ping.")

    @OptionGroup var options: ServerOptions

    func run() throws {
        try options.ask(["STATS"]) { ReplyText.block($0) }
        try options.endWithHealth(isSaid: false)
    }
}

struct Ping: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Is the server there, and well?",
        discussion: """
            Exit code 0: it is; 2: it does not answer; 3: it answers lookups, but the database or \
            its disk is in trouble, so cards or writes fail; 4: it answers everything, but its \
            clock, its snapshot, the schema or rows of the database want attention. Each trouble \
            is a line of standard error.
            """)

    @OptionGroup var options: ServerOptions

    func run() throws {
        try options.ask(["PING"]) { $0.text.joined(separator: "\n") }
        try options.endWithHealth(isSaid: true)
    }
}
