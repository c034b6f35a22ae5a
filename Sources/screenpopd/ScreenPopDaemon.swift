import ArgumentParser
import EventLoop
import Foundation
import Glibc
import Logging
import Numbering
import Processor
import ProtocolWords
import Release
import ScreenPopServer
import Settings

@main
struct ScreenPopDaemon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenpopd",
        abstract: "Tells who is calling and how the company stands with them.",
        discussion: """
            Every option but --check can also stand in the environment, in capitals and with \
            SCREENPOP_ before it: SCREENPOP_LOG_LEVEL, or SCREENPOP_LISTEN with commas. Every \
            one but these two and --config can stand in the file of --config (TOML, by its name \
            without dashes at the front; what begins with scoring- is in the table [scoring]). \
            Flags win over the environment, the environment over the file.

            Exit code 0: it was told to end; 2: the configuration or the database cannot be used \
            as it is; 75: something that may pass stands in the way, such as another program's \
            lock, a full disk or an address in use: start it again later, as the systemd unit does.

            SIGTERM and SIGINT end it after all that was read is answered; SIGHUP makes it \
            read its configuration again.
            """,
        version: "\(Version.product)\n\(NumberingData.description)")

    @OptionGroup var flags: Flags

    @Flag(help: "Say which settings are given and where, and end: 0, or 2 with what is wrong.")
    var check = false

    /// Lookups come before other programs where the kernel lets us: nine tenths of a core for
    /// which another one competes, of which they need a small part.
    private static let niceness: Int32 = -10
    /// What a busy turn of the loop takes.
    private static let turnMicroseconds: UInt64 = 100

    /// `EX_TEMPFAIL` of sysexits(3).
    private static let passingTrouble: Int32 = 75

    func run() throws {
        let given = flags.given
        let environment = ProcessInfo.processInfo.environment
        let read = { try GivenSettings(flags: given, environment: environment) }
        do {
            let settings = try read()
            let configuration = try Configuration(settings)
            if check {
                try configuration.tryCertificate()
                for file in OpenFile.all(of: configuration) {
                    StandardError.say("screenpopd: warning: \(file)")
                }
                StandardOutput.say(settings.description)
            } else {
                try serve(configuration) { try Configuration(read()) }
            }
        } catch {
            StandardError.say("screenpopd: \(error)")
            let isPassing = (error as? ServerError)?.isPassing ?? false
            throw ExitCode(isPassing ? Self.passingTrouble : 2)
        }
    }

    /// Where clients sign in, tokens pass through the memory.
    private static func keepSecret(_ configuration: Configuration, _ logger: Logger) {
        guard configuration.access != nil, !ProcessMemory.keepSecret() else { return }
        logger.warning("a core of this process would hold what clients say")
    }

    private func serve(
        _ configuration: Configuration, reload: @escaping () throws -> Configuration
    ) throws {
        // Until the server watches it, a signal to read the configuration must not end us.
        _ = signal(SIGHUP, SIG_IGN)
        // A file that may grow no more is a disk in trouble, not the end.
        _ = signal(SIGXFSZ, SIG_IGN)
        let lines = LogLines(to: .standardError)
        defer { lines.finish() }
        LoggingSystem.bootstrap { LineLogHandler(label: $0, lines) }
        var logger = Logger(label: "screenpopd")
        logger.logLevel = configuration.logLevel
        Self.keepSecret(configuration, logger)
        // A socket in the file system asks its group at most; files are their owner's in any case.
        _ = umask(umask(0o007) | 0o007)
        for file in OpenFile.all(of: configuration) { logger.warning("\(file)") }
        let files = OpenFileLimit.raise()
        if files < Limits.connections {
            logger.warning("only \(files) files may be open; raise the limit (ulimit -n)")
        }
        let server = try Server(
            configuration, logger: logger,
            reload: {
                let new = try reload()
                Self.keepSecret(new, logger)
                return new
            })
        // The threads that have been started until now stay behind. Whoever has started us
        // with a niceness of their own knows why.
        if CallingThread.niceness == 0 { CallingThread.setNiceness(Self.niceness) }
        CallingThread.takeTurns(of: Self.turnMicroseconds)
        server.run()
    }
}
