public import Customers
import FoundationEssentials
public import GRDB

/// Reads a folder of exchange files into the database; `Protocol/exchange.md` is the contract.
///
/// Runs beside the daemon and beside other imports: each transaction is short, and each row says
/// on its own whether it is new.
public struct Importer {
    /// How long to wait for another program that writes.
    public static let busyTimeoutSeconds = 30.0
    /// The shortest time between two calls of `onProgress`.
    public static let progressInterval = Duration.milliseconds(100)

    /// What an import needs to know from outside.
    public struct Settings {
        /// The country of customers that have none, ISO 3166 alpha-2.
        public var region: String
        /// Reads a phone number as somebody in `region` enters it.
        public var readNumber: (_ entered: String, _ region: String) -> NormalisedPhone
        /// Reads the head of a range of numbers, which may be shorter than a number.
        public var readBlock: (_ entered: String, _ region: String) -> NormalisedPhone
        /// The moment that `sources` notes.
        public var now: () -> Moment
        /// Time since some fixed point.
        public var elapsed: () -> Duration
        /// Called for each bad row and each notice, in the order of a file's lines.
        public var onIssue: (ImportIssue) -> Void
        /// Called at the start and the end of each file, and between at most every 100 ms.
        public var onProgress: (ImportProgress) -> Void

        public init(
            region: String,
            readNumber: @escaping (_ entered: String, _ region: String) -> NormalisedPhone,
            readBlock: ((_ entered: String, _ region: String) -> NormalisedPhone)? = nil,
            now: @escaping () -> Moment,
            elapsed: @escaping () -> Duration = Importer.monotonic(),
            onIssue: @escaping (ImportIssue) -> Void = { _ in },
            onProgress: @escaping (ImportProgress) -> Void = { _ in }
        ) {
            self.region = region
            self.readNumber = readNumber
            self.readBlock = readBlock ?? readNumber
            self.now = now
            self.elapsed = elapsed
            self.onIssue = onIssue
            self.onProgress = onProgress
        }
    }

    private let database: any DatabaseWriter
    private let path: String
    private let settings: Settings

    /// - Parameter database: Migrated; best opened with `ExchangeDatabase.open(path:)`.
    public init(database: any DatabaseWriter, settings: Settings) {
        self.database = database
        self.settings = settings
        path = database.path
    }

    /// Imports all exchange files of `folder`.
    ///
    /// - Throws: what ends the import before its time; bad rows do not.
    public func run(folder: String) throws(ExchangeError) -> ImportReport {
        let began = settings.elapsed()
        let names = try fileNames(of: folder)
        var report = ImportReport()
        for file in ExchangeFile.all where names.contains(file.name) {
            let source = try FileSource(path: "\(folder)/\(file.name)")
            do {
                report.files.append(
                    try database.writeWithoutTransaction { database in
                        try importFile(file, from: source, into: database)
                    })
            } catch {
                throw ExchangeError(error, path: path)
            }
        }
        if names.contains(ExchangeFile.phones.name) {
            do {
                report.collisions = try database.read { try SuffixCollisions(in: $0) }
            } catch {
                throw ExchangeError(error, path: path)
            }
        }
        report.duration = settings.elapsed() - began
        return report
    }

    /// A clock that starts now.
    public static func monotonic() -> () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    private func fileNames(of folder: String) throws(ExchangeError) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .unreadable(path: folder, reason: "it is no folder, or not for us to read")
        }
        let known = ExchangeFile.all.map(\.name)
        guard names.contains(where: known.contains) else {
            throw .unreadable(
                path: folder,
                reason: "it holds none of the exchange files (\(known.joined(separator: ", ")))")
        }
        for name in names where !known.contains(name) && !name.hasPrefix(".") {
            settings.onIssue(
                ImportIssue(
                    kind: .notice, file: name, line: 0, column: "",
                    reason: "no exchange file; ignored"))
        }
        return names
    }

    private func importFile(
        _ file: ExchangeFile, from source: FileSource, into database: Database
    ) throws -> ImportReport.File {
        let began = settings.elapsed()
        var reader = CSVReader(source)
        guard let plan = try plan(file, &reader) else {
            var report = ImportReport.File(name: file.name)
            report.rejected = 1
            report.rows = 1
            return report
        }
        if file.table == ExchangeFile.customers.table { try OpenParents.create(in: database) }
        var fileImport = try FileImport(plan, reader, database, settings)
        var lastProgress = began
        tell(fileImport, of: source)
        while let issues = try fileImport.nextBatch() {
            issues.forEach(settings.onIssue)
            guard settings.elapsed() - lastProgress >= Self.progressInterval else { continue }
            tell(fileImport, of: source)
            lastProgress = settings.elapsed()
        }
        var report = fileImport.counts
        if file.table == ExchangeFile.customers.table {
            report.notices += try joinParents(in: database)
        }
        try noteSource(of: file, in: database)
        tell(fileImport, of: source)
        report.duration = settings.elapsed() - began
        return report
    }

    /// - Returns: `nil` when the header cannot be used; that has been told then.
    private func plan(_ file: ExchangeFile, _ reader: inout CSVReader) throws -> ImportPlan? {
        let header: [String]
        switch try reader.next() {
        case .row: header = (0..<reader.fieldCount).map { reader.text($0) }
        case .end: return refuse(file, line: 1, "no header row")
        case .bad(let row): return refuse(file, line: row.line, "header: \(row.problem.reason)")
        }
        do throws(FieldProblem) {
            let plan = try ImportPlan(file: file, header: header)
            for name in plan.unknownNames {
                settings.onIssue(
                    ImportIssue(
                        kind: .notice, file: file.name, line: reader.line, column: name,
                        reason: "unknown column; ignored"))
            }
            return plan
        } catch {
            return refuse(file, line: reader.line, error.reason)
        }
    }

    private func refuse(_ file: ExchangeFile, line: Int, _ reason: String) -> ImportPlan? {
        settings.onIssue(
            ImportIssue(
                kind: .badRow, file: file.name, line: line, column: "",
                reason: "\(reason); the file is not imported"))
        return nil
    }

    private func joinParents(in database: Database) throws -> Int {
        var noticeCount = 0
        while let unknown = try OpenParents.resolve(in: database) {
            unknown.forEach(settings.onIssue)
            noticeCount += unknown.count
        }
        return noticeCount
    }

    private func noteSource(of file: ExchangeFile, in database: Database) throws {
        guard let source = file.source else { return }
        try database.execute(
            sql: """
                INSERT INTO sources (name, loaded_at) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET loaded_at = excluded.loaded_at
                """,
            arguments: [source, settings.now().secondsSince1970])
    }

    private func tell(_ fileImport: borrowing FileImport, of source: FileSource) {
        settings.onProgress(
            ImportProgress(
                file: fileImport.counts.name, bytesDone: fileImport.bytesRead,
                bytesTotal: source.byteCount, rows: fileImport.counts.rows))
    }
}
