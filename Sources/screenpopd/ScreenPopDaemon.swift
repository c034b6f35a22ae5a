import ArgumentParser
import EventLoop
import Glibc
import Logging
import Numbering
import Processor
import ProtocolWords
import ScreenPopServer
import WireProtocol

@main
struct ScreenPopDaemon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenpopd",
        abstract: "Tells who is calling and how the company stands with them.",
        discussion: """
            Every option can also stand in the file of --config (TOML, the names without \
            dashes) or in the environment (SCREENPOP_DATABASE, SCREENPOP_LISTEN with commas, \
            SCREENPOP_FASTAGI, SCREENPOP_SNAPSHOT, SCREENPOP_REGION, SCREENPOP_NUMBERS, \
            SCREENPOP_SCORE_EVERY, SCREENPOP_LOG_LEVEL, SCREENPOP_CONFIG). Flags win over \
            the environment, the environment over the file.

            SIGTERM and SIGINT end it after all that was read is answered; SIGHUP makes it \
            read its configuration again.
            """,
        version: Version.product)

    @OptionGroup var flags: Flags

    /// Lookups come before other programs where the kernel lets us: nine tenths of a core for
    /// which another one competes, of which they need a small part.
    private static let niceness: Int32 = -10
    /// What a busy turn of the loop takes.
    private static let turnMicroseconds: UInt64 = 100

    func run() throws {
        let reading = ConfigurationReading(flags: flags, environment: .ofProcess)
        do {
            let configuration = try reading.read()
            // Until the server watches it, a signal to read the configuration must not end us.
            _ = signal(SIGHUP, SIG_IGN)
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
            var logger = Logger(label: "screenpopd")
            logger.logLevel = configuration.logLevel
            let files = OpenFileLimit.raise()
            if files < Limits.connections {
                logger.warning("only \(files) files may be open; raise the limit (ulimit -n)")
            }
            let server = try Server(configuration, logger: logger, reload: reading.read)
            // The threads that have been started until now stay behind. Whoever has started us
            // with a niceness of their own knows why.
            if CallingThread.niceness == 0 { CallingThread.setNiceness(Self.niceness) }
            CallingThread.takeTurns(of: Self.turnMicroseconds)
            server.run()
        } catch {
            StandardError.say("screenpopd: \(error)")
            throw ExitCode(2)
        }
    }
}

/// What can be said on the command line.
struct Flags: ParsableArguments {
    @Option(help: ArgumentHelp("The SQLite file; made when it is not there.", valueName: "file"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            """
            Where to listen: 127.0.0.1:7373, [::1]:7373 or unix:PATH; repeatable. For lines of \
            another kind: 127.0.0.1:7374,region=DE,numbers=e164-no-plus
            """,
            valueName: "address"))
    var listen: [String] = []

    @Option(
        help: ArgumentHelp(
            "Another address to listen on, where each connection ends after the first reply.",
            valueName: "address"))
    var oneShot: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where Asterisk asks about calls (FastAGI); \"on\" stands for 127.0.0.1:4573.",
            valueName: "address"))
    var fastagi: String?

    @Option(
        help: ArgumentHelp(
            "The country of the lines, such as GB: how national numbers are read.",
            valueName: "cc"))
    var region: String?

    @Option(
        help: ArgumentHelp(
            "How the trunk writes numbers: auto, e164, e164-no-plus or national.",
            valueName: "format"))
    var numbers: String?

    @OptionGroup var numbering: NumberingFlags

    @Option(
        help: ArgumentHelp(
            "Hours from one computation of the values' thresholds to the next; 24 unless told, "
                + "0: only by SCORE and screenpop score.", valueName: "hours"))
    var scoreEvery: Int?

    @Option(
        help: ArgumentHelp(
            "Where the index is kept for the next start; the database's name with -snapshot "
                + "unless told, \"off\": nowhere.", valueName: "file"))
    var snapshot: String?

    @Option(help: ArgumentHelp("A configuration file in TOML.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "How much to log: trace, debug, info, notice, warning, error or critical.",
            valueName: "level"))
    var logLevel: String?
}
