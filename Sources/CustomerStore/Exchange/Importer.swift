public import Customers
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
        /// From which system the files are.
        public var origin: ImportOrigin
        /// What to do with rows of this source that its files do not name; `nil`: nothing.
        public var removal: RemovalRule?
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
            origin: ImportOrigin = .none, removal: RemovalRule? = nil,
            now: @escaping () -> Moment,
            elapsed: @escaping () -> Duration = Importer.monotonic(),
            onIssue: @escaping (ImportIssue) -> Void = { _ in },
            onProgress: @escaping (ImportProgress) -> Void = { _ in }
        ) {
            self.region = region
            self.readNumber = readNumber
            self.readBlock = readBlock ?? readNumber
            self.origin = origin.isNamed || removal == nil ? origin : .removing
            self.removal = removal
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
        let (files, strangers) = try ImportFolder.files(of: folder)
        var report = ImportReport()
        for name in strangers {
            var stranger = ImportReport.File(name: name)
            stranger.notices = 1
            report.files.append(stranger)
            tell(.notice, name, line: 0, "no exchange file; ignored")
        }
        do {
            try database.writeWithoutTransaction { database in
                try RefusedInterruptions.create(in: database)
                var imported: [(file: ExchangeFile, isComplete: Bool)] = []
                for (file, source) in files {
                    let (counts, isComplete) = try importFile(file, from: source, into: database)
                    imported.append((file, isComplete))
                    report.files.append(counts)
                    try noteSource(of: file, counts, in: database)
                }
                if settings.removal != nil {
                    try removeGone(imported, in: database, &report)
                }
                if files.contains(where: { $0.0.table == ExchangeFile.phones.table }) {
                    try ExchangeDatabase.shrink(database)
                    report.collisions = try SuffixCollisions(in: database)
                }
            }
        } catch {
            throw ExchangeError(error, path: path)
        }
        report.duration = settings.elapsed() - began
        return report
    }

    /// Facts first, customers last: with a customer goes all that hangs on it.
    private func removeGone(
        _ imported: [(file: ExchangeFile, isComplete: Bool)], in database: Database,
        _ report: inout ImportReport
    ) throws {
        let strangers = report.files.count - imported.count
        for (place, (file, isComplete)) in imported.enumerated().reversed() where file.isSourced {
            let name = report.files[strangers + place].name
            guard isComplete else {
                tell(
                    .notRemoved, name, line: 0,
                    "has rows that nobody can tell apart; nothing of it is removed")
                report.files[strangers + place].notRemoved += 1
                continue
            }
            let removal = Removal(
                file: file, origin: settings.origin,
                takesMost: settings.removal == .allThatIsGone, elapsed: settings.elapsed)
            switch try removal.run(in: database) {
            case .removed(let count): report.files[strangers + place].removed = count
            case .tooMany(let gone, let all):
                report.files[strangers + place].notRemoved += gone
                tell(
                    .notRemoved, name, line: 0,
                    "\(gone) of \(all) rows are gone, which is more than half; nothing of it is "
                        + "removed without --force")
            }
        }
    }

    private func tell(_ kind: ImportIssue.Kind, _ file: String, line: Int, _ reason: String) {
        settings.onIssue(
            ImportIssue(kind: kind, file: file, line: line, column: "", reason: reason))
    }

    /// A clock that starts now.
    public static func monotonic() -> () -> Duration {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    /// - Returns: its counts, and whether every row says which it is.
    private func importFile(
        _ file: ExchangeFile, from source: FileSource, into database: Database
    ) throws -> (ImportReport.File, isComplete: Bool) {
        let began = settings.elapsed()
        guard let bytes = FileEncoding(try source.firstBytes(4)).source(source) else {
            _ = refuse(source.name, line: 1, "the file is in UTF-32; save it as UTF-8")
            return (.refused(source.name), false)
        }
        var reader = CSVReader(bytes)
        guard let plan = try plan(file, source.name, &reader) else {
            return (.refused(source.name), false)
        }
        if file.table == ExchangeFile.customers.table { try OpenParents.create(in: database) }
        var fileImport = try FileImport(
            plan, name: source.name, reader, database, settings)
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
            report.notices += try joinParents(source.name, in: database)
        }
        tell(fileImport, of: source)
        report.duration = settings.elapsed() - began
        return (report, fileImport.unnamedRows == 0)
    }

    /// - Returns: `nil` when the header cannot be used; that has been told then.
    private func plan(
        _ file: ExchangeFile, _ name: String, _ reader: inout CSVReader
    ) throws -> ImportPlan? {
        let header: [String]
        switch try reader.next() {
        case .row: header = (0..<reader.fieldCount).map { reader.text($0) }
        case .end: return refuse(name, line: 1, "no header row")
        case .bad(let row): return refuse(name, line: row.line, "header: \(row.problem.reason)")
        }
        do throws(FieldProblem) {
            let plan = try ImportPlan(
                file: file, header: header, origin: settings.origin)
            for column in plan.unknownNames {
                settings.onIssue(
                    ImportIssue(
                        kind: .notice, file: name, line: reader.line, column: column,
                        reason: "unknown column; ignored"))
            }
            return plan
        } catch {
            return refuse(name, line: reader.line, error.reason)
        }
    }

    private func refuse(_ name: String, line: Int, _ reason: String) -> ImportPlan? {
        tell(.badRow, name, line: line, "\(reason); the file is not imported")
        return nil
    }

    private func joinParents(_ name: String, in database: Database) throws -> Int {
        var noticeCount = 0
        while let unknown = try OpenParents.resolve(name, in: database) {
            unknown.forEach(settings.onIssue)
            noticeCount += unknown.count
        }
        return noticeCount
    }

    /// A file of which every row was refused tells nothing: what it tells of stays unknown.
    private func noteSource(
        of file: ExchangeFile, _ counts: ImportReport.File, in database: Database
    ) throws {
        guard let source = file.source, counts.rows == 0 || counts.rejected < counts.rows else {
            return
        }
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

extension ImportReport.File {
    /// A file that could not be read at all.
    fileprivate static func refused(_ name: String) -> Self {
        var report = Self(name: name)
        report.rejected = 1
        report.rows = 1
        return report
    }
}
