import ArgumentParser
import CustomerStore

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes a copy of the database, also beside a running daemon.",
        discussion: """
            The copy is of one moment, checked, on the disk when this ends, and readable by you \
            alone. It takes nobody's place. To restore it: end the daemon, remove the database \
            with its -wal, -shm and -snapshot files, put the copy in its place under its name, \
            and start the daemon. Exit code 0: the copy is there; 2: it is not; 75: the database \
            was locked or the disk is full, so try again later.
            """)

    @Option(help: ArgumentHelp("The SQLite file.", valueName: "file"))
    var database: String

    @Argument(help: ArgumentHelp("A file that is not there yet.", valueName: "copy"))
    var copy: String

    func run() throws {
        do throws(Backup.Failure) {
            try Backup.write(database, to: copy)
            Terminal.say("\(database) is in \(copy)")
        } catch {
            Terminal.complain("screenpop backup: \(error)")
            if case .store(let error) = error, error.isPassing { throw ExitCode(75) }
            throw ExitCode(2)
        }
    }
}
