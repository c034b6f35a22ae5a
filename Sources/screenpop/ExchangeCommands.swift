import ArgumentParser
import CustomerStore
import Customers
import Numbering
import SampleData

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads a folder of exchange files into the database.",
        discussion: """
            Bad rows are reported with file, line, column and reason, and the rest is imported. \
            May run while the daemon serves. Exit code 0: every row is in; 1: some were \
            rejected; 2: the import ended early.
            """)

    @Option(help: ArgumentHelp("The SQLite file; made when it is not there.", valueName: "file"))
    var database: String

    @Option(
        help: ArgumentHelp(
            "Where customers without a country are, such as GB.", valueName: "cc"))
    var region = ""

    @Argument(help: ArgumentHelp("The folder with customers.csv and so on.", valueName: "folder"))
    var folder: String

    func run() throws {
        do {
            let fallback = try checkedRegion()
            let progress = ImportDisplay(draw: Terminal.draw)
            // Makes the tables where they are missing.
            let store = try CustomerStore(
                path: database, busySeconds: Importer.busyTimeoutSeconds)
            try store.noteNumbering(version: NumberingData.version)
            let numbers = EnteredNumbers()
            let settings = Importer.Settings(
                region: fallback, readNumber: numbers.read, readBlock: numbers.readBlock,
                now: { .now },
                onIssue: { issue in
                    progress.clear()
                    Terminal.complain("\(issue)")
                },
                onProgress: { progress.show($0) })
            let report = try Importer(
                database: ExchangeDatabase.open(path: database), settings: settings
            ).run(folder: folder)
            progress.clear()
            Terminal.say(report.table)
            if let collisions = report.collisions { Terminal.say(collisions.table) }
            if report.rejected > 0 { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.complain("screenpop import: \(error)")
            throw ExitCode(2)
        }
    }

    private func checkedRegion() throws -> String {
        guard region.isEmpty || Region(region) != nil else {
            throw ValidationError("\"\(region)\" is no country; write two letters, such as GB")
        }
        return region.uppercased()
    }
}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the database as a folder of exchange files.")

    @Option(help: ArgumentHelp("The SQLite file.", valueName: "file"))
    var database: String

    @Argument(
        help: ArgumentHelp("A new or empty folder, or one of an export.", valueName: "folder"))
    var folder: String

    func run() throws {
        do {
            _ = try CustomerStore(path: database)
            let report = try Exporter(database: ExchangeDatabase.open(path: database))
                .run(folder: folder)
            for file in report.files { Terminal.say("\(file.name)  \(file.rows) rows") }
        } catch {
            Terminal.complain("screenpop export: \(error)")
            throw ExitCode(2)
        }
    }
}

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes exchange files with made-up customers.",
        discussion: "The same number, seed and date give the same files.")

    @Option(help: "How many customers.")
    var customers: Int

    @Option(help: "What makes one base differ from another.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The day that counts as today, YYYY-MM-DD.", valueName: "day"))
    var date: String?

    @Argument(help: ArgumentHelp("A new or empty folder.", valueName: "folder"))
    var folder: String

    func run() throws {
        do {
            guard let day = date.map({ CalendarDay($0) }) ?? Moment.now.day else {
                throw ValidationError("--date must be a day such as 2026-11-21")
            }
            guard let base = SampleBase(customers: customers, seed: seed, day: day) else {
                throw ValidationError(
                    "--customers must be from 1 to \(SampleBase.customerLimit)")
            }
            let progress = ImportDisplay(draw: Terminal.draw)
            try base.write(to: folder) { done in
                progress.show(
                    ImportProgress(
                        file: "sample", bytesDone: done, bytesTotal: customers, rows: done))
            }
            progress.clear()
            Terminal.say("\(customers) customers are in \(folder)")
        } catch {
            Terminal.complain("screenpop sample: \(error)")
            throw ExitCode(2)
        }
    }
}
