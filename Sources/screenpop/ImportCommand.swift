import ArgumentParser
import CustomerStore
import Customers
import Numbering

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads a folder of exchange files into the database.",
        discussion: """
            What is wrong is reported with file, line, column and reason, and the rest is \
            imported. May run while the daemon serves. Exit code 0: everything is in; 1: some \
            rows or fields were not taken, or rows that are gone were not removed; 2: the import \
            ended early.
            """)

    @Option(help: ArgumentHelp("The SQLite file; made when it is not there.", valueName: "file"))
    var database: String

    @Option(
        help: ArgumentHelp(
            "Where customers without a country are, such as GB.", valueName: "cc"))
    var region = ""

    @Option(
        help: ArgumentHelp(
            "What stands before the numbers of a PBX's address book, such as 0 or 9.",
            valueName: "digits"))
    var accessCode: String?

    @Option(
        help: ArgumentHelp(
            """
            Which system the files are from, such as crm: rows that it has brought it may change, \
            give to another customer, and remove. Without it they are from "import".
            """, valueName: "name"))
    var source: String?

    @Flag(
        help: """
            The files are complete: remove rows of this source that its files do not name, if \
            they are at most half of them.
            """)
    var delete = false

    @Flag(help: "With --delete: also if more than half of the rows are gone.")
    var force = false

    @Flag(help: "Import into a copy that is thrown away: tell what would happen.")
    var dryRun = false

    @Option(help: "How many bad rows and notices of a file are shown; all are counted.")
    var errors = IssueLimit.standard

    @Flag(help: "Print one JSON object: counts, and what is wrong, as many as --errors says.")
    var json = false

    @Argument(help: ArgumentHelp("The folder with customers.csv and so on.", valueName: "folder"))
    var folder: String

    func run() throws {
        let output = ImportOutput(errorsPerFile: errors, isJSON: json)
        do {
            let rehearsal = try dryRun ? Rehearsal(of: database) : nil
            let report = try load(into: rehearsal?.path ?? database, output)
            try output.tell(report, isDry: dryRun)
            if !report.isWhole { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            output.fail("\(error)")
            throw ExitCode(2)
        }
    }

    private func load(into path: String, _ output: ImportOutput) throws -> ImportReport {
        let numbers = EnteredNumbers(accessCode: try checkedAccessCode())
        let settings = Importer.Settings(
            region: try checkedRegion(), readNumber: numbers.read, readBlock: numbers.readBlock,
            origin: try checkedOrigin(), removal: try checkedRemoval(), now: { .now },
            onIssue: { output.take($0) }, onProgress: { output.show($0) })
        // Makes the tables where they are missing.
        let store = try CustomerStore(path: path, busySeconds: Importer.busyTimeoutSeconds)
        try store.noteNumbering(version: NumberingData.version)
        return try Importer(database: ExchangeDatabase.open(path: path), settings: settings)
            .run(folder: folder)
    }

    private func checkedAccessCode() throws -> AccessCode? {
        guard let accessCode else { return nil }
        guard let code = AccessCode(accessCode) else {
            throw ValidationError("\"\(accessCode)\" is no access code; write 1 to 4 digits")
        }
        return code
    }

    private func checkedRegion() throws -> String {
        guard region.isEmpty || Region(region) != nil else {
            throw ValidationError("\"\(region)\" is no country; write two letters, such as GB")
        }
        return region.uppercased()
    }

    private func checkedOrigin() throws -> ImportOrigin {
        guard let source else { return .none }
        guard let origin = ImportOrigin(source) else {
            throw ValidationError(
                "--source \"\(source)\" is no name of a source; write at most "
                    + "\(ImportOrigin.nameLimit) letters, digits, dots, hyphens and underscores")
        }
        return origin
    }

    private func checkedRemoval() throws -> RemovalRule? {
        guard delete || !force else {
            throw ValidationError("--force says how much --delete may remove; write both")
        }
        return delete ? (force ? .allThatIsGone : .upToHalf) : nil
    }
}
