import FoundationEssentials
import GRDB

#if canImport(Glibc)
    import Glibc
#endif

/// Writes a folder of exchange files from one snapshot of the database.
///
/// A complaint, referral or interruption file is left out when that source was never loaded: an
/// import of an empty file would turn "unknown" into "none".
public struct Exporter {
    /// What an export wrote.
    public struct Report: Hashable, Sendable {
        /// One file that was written.
        public struct File: Hashable, Sendable {
            public var name: String
            public var rows: Int
            /// How often something could not be written as it is stored.
            public var issues: Int
        }

        public var files: [File] = []
        public var duration: Duration = .zero

        public var issues: Int { files.reduce(0) { $0 + $1.issues } }
    }

    /// Rows between two calls of `onProgress`.
    static let rowsPerProgress = 10_000

    private let source: ExchangeSource
    private let elapsed: () -> Duration
    private let onIssue: (ExportIssue) -> Void
    private let onProgress: (_ file: String, _ rows: Int) -> Void

    public init(
        _ source: ExchangeSource, elapsed: @escaping () -> Duration = Importer.monotonic(),
        onIssue: @escaping (ExportIssue) -> Void = { _ in },
        onProgress: @escaping (_ file: String, _ rows: Int) -> Void = { _, _ in }
    ) {
        self.source = source
        self.elapsed = elapsed
        self.onIssue = onIssue
        self.onProgress = onProgress
    }

    /// Writes into `folder`, which is new, empty, or holds nothing but exchange files; those are
    /// replaced when all their successors are complete.
    ///
    /// - Throws: then what was in the folder is as it was.
    @discardableResult
    public func run(folder: String) throws(ExchangeError) -> Report {
        let began = elapsed()
        try Self.prepare(folder)
        try Self.removeUnfinished(in: folder)
        var report = Report()
        var writers: [CSVWriter] = []
        do {
            try source.database.read { database in
                var leftOut: [String: Set<Int64>] = [:]
                for file in ExchangeFile.all where try isKnown(file, in: database) {
                    let writer = try CSVWriter(
                        path: "\(folder)/\(file.name)", columns: file.columns.map(\.name))
                    guard let query = try ExportQuery(file, in: database) else { continue }
                    let rows = try write(file, query, leftOut, to: writer, from: database)
                    leftOut[file.table] = rows.leftOut
                    report.files.append(
                        Report.File(
                            name: file.name, rows: rows.rowCount, issues: rows.issueCount))
                    writers.append(writer)
                }
            }
            try source.checkIsUnchanged()
            for writer in writers { try writer.complete() }
            for writer in writers { try writer.publish() }
            for file in ExchangeFile.all
            where !report.files.contains(where: { $0.name == file.name }) {
                try Self.remove("\(folder)/\(file.name)")
            }
        } catch {
            throw ExchangeError(error, path: source.path)
        }
        report.duration = elapsed() - began
        return report
    }

    /// Creates `folder` where it is missing, and refuses one that holds other things.
    public static func prepare(_ folder: String) throws(ExchangeError) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unwritable(path: folder, reason: "the folder cannot be created")
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .unreadable(path: folder, reason: "it is no folder, or not for us to read")
        }
        let known = ExchangeFile.all.map(\.name)
        if let stranger = names.first(where: { name in
            writer(of: name) == nil && !known.contains(name)
        }) {
            throw .folderInUse(path: folder, file: stranger)
        }
        for name in names where known.contains(name) {
            guard let kind = FileSource.kind(of: "\(folder)/\(name)") else { continue }
            throw .unwritable(path: "\(folder)/\(name)", reason: kind)
        }
    }

    /// Takes away what an export has left that was killed.
    private static func removeUnfinished(in folder: String) throws(ExchangeError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names {
            guard let writer = writer(of: name), kill(writer, 0) != 0, errno == ESRCH else {
                continue
            }
            try remove("\(folder)/\(name)")
        }
    }

    /// Whose file this is that is not complete: `customers.csv.4711.part` is that of process 4711;
    /// `nil` for every other name.
    private static func writer(of name: String) -> pid_t? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3] == "part",
            ExchangeFile.all.contains(where: { $0.name == "\(parts[0]).\(parts[1])" })
        else { return nil }
        return pid_t(parts[2]).flatMap { $0 > 0 ? $0 : nil }
    }

    /// A file of an earlier export would say what is no longer known.
    private static func remove(_ path: String) throws(ExchangeError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .unwritable(path: path, reason: "it is out of date and cannot be removed")
        }
    }

    private func isKnown(_ file: ExchangeFile, in database: Database) throws -> Bool {
        guard let source = file.source else { return true }
        return try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM sources WHERE name = ?)
                    OR EXISTS (SELECT 1 FROM \(file.table))
                """,
            arguments: [source]) ?? false
    }

    private func write(
        _ file: ExchangeFile, _ query: ExportQuery, _ missing: [String: Set<Int64>],
        to writer: CSVWriter, from database: Database
    ) throws -> RowExport {
        var export = RowExport(file, query, to: writer, missing: missing, onIssue: onIssue)
        let rows = try RawStatement(database, sql: query.sql)
        rows.begin()
        defer { rows.end() }
        while try rows.advance() {
            try export.write(rows.row)
            if export.rowCount % Self.rowsPerProgress == 0 {
                onProgress(file.name, export.rowCount)
            }
        }
        onProgress(file.name, export.rowCount)
        return export
    }
}
