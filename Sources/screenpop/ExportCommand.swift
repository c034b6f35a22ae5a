import ArgumentParser
import CustomerStore

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the database as a folder of exchange files.",
        discussion: """
            Reads only: the right to read the file is enough. What cannot be written as it is \
            stored is told with table and row. Exit code 0: everything is written as it is \
            stored; 1: all but what was told; 2: nothing was written, an earlier export is as it \
            was.
            """)

    @Option(help: ArgumentHelp("The SQLite file.", valueName: "file"))
    var database: String

    @Option(help: "How many things that cannot be written are shown; all are counted.")
    var errors = IssueLimit.standard

    @Argument(
        help: ArgumentHelp("A new or empty folder, or one of an export.", valueName: "folder"))
    var folder: String

    func run() throws {
        do {
            var shown = 0
            let report = try Exporter(
                ExchangeSource(path: database),
                onIssue: { issue in
                    shown += 1
                    if shown <= errors { Terminal.complain("\(issue)") }
                }
            ).run(folder: folder)
            if shown > errors { Terminal.complain("\(shown - errors) more of such lines") }
            for file in report.files { Terminal.say("\(file.name)  \(file.rows) rows") }
            if report.issues > 0 { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.complain("screenpop export: \(error)")
            throw ExitCode(2)
        }
    }
}
