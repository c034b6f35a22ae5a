internal import Customers
import FoundationEssentials
public import GRDB

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
        }

        public var files: [File] = []
        public var duration: Duration = .zero
    }

    /// Rows between two calls of `onProgress`.
    static let rowsPerProgress = 10_000

    private let database: any DatabaseReader
    private let elapsed: () -> Duration
    private let onProgress: (_ file: String, _ rows: Int) -> Void

    public init(
        database: any DatabaseReader, elapsed: @escaping () -> Duration = Importer.monotonic(),
        onProgress: @escaping (_ file: String, _ rows: Int) -> Void = { _, _ in }
    ) {
        self.database = database
        self.elapsed = elapsed
        self.onProgress = onProgress
    }

    /// Writes into `folder`, which is new, empty, or holds nothing but exchange files; those are
    /// replaced, each when its successor is complete.
    @discardableResult
    public func run(folder: String) throws(ExchangeError) -> Report {
        let began = elapsed()
        try Self.prepare(folder)
        do {
            var report = try database.read { database in
                var report = Report()
                for file in ExchangeFile.all {
                    let path = "\(folder)/\(file.name)"
                    if try isUnknown(file, in: database) {
                        try Self.remove(path)
                    } else {
                        report.files.append(try write(file, to: path, from: database))
                    }
                }
                return report
            }
            report.duration = elapsed() - began
            return report
        } catch {
            throw ExchangeError(error, path: database.path)
        }
    }

    /// Creates `folder` where it is missing, and refuses one that holds other things.
    public static func prepare(_ folder: String) throws(ExchangeError) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
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
            !name.hasSuffix(".part") && !known.contains(name)
        }) {
            throw .folderInUse(path: folder, file: stranger)
        }
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

    private func isUnknown(_ file: ExchangeFile, in database: Database) throws -> Bool {
        guard let source = file.source else { return false }
        let isKnown = try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM sources WHERE name = ?)
                    OR EXISTS (SELECT 1 FROM \(file.table))
                """,
            arguments: [source])
        return isKnown == false
    }

    private func write(
        _ file: ExchangeFile, to path: String, from database: Database
    ) throws -> Report.File {
        let writer = try CSVWriter(path: path, columns: file.columns.map(\.name))
        let rows = try RawStatement(database, sql: file.reading)
        rows.begin()
        defer { rows.end() }
        var count = 0
        while try rows.advance() {
            for (position, column) in file.columns.enumerated() {
                Self.write(Int32(position), of: rows.row, as: column.form, to: writer)
            }
            try writer.endRow()
            count += 1
            if count % Self.rowsPerProgress == 0 { onProgress(file.name, count) }
        }
        try writer.finish()
        onProgress(file.name, count)
        return Report.File(name: file.name, rows: count)
    }

    private static func write(
        _ column: Int32, of row: StoredRow, as form: ExchangeColumn.Form,
        to writer: CSVWriter
    ) {
        if row.isNull(column) { return writer.emptyField() }
        switch form {
        case .moment:
            writer.field(Moment(secondsSince1970: row.integer(column)))
        case .amount:
            writer.field(Money(hundredths: row.integer(column)))
        case .integer, .flag, .optionalFlag:
            writer.field(row.integer(column))
        case .text, .reference, .newAccount, .customer, .parent, .interruption, .word, .code,
            .date:
            row.withBytes(column) { writer.field($0) }
        }
    }
}

extension ExchangeFile {
    /// The rows in the order of their ids, with the names of those they refer to.
    var reading: String {
        let values = columns.map { column in
            switch column.form {
            case .customer, .parent:
                "(SELECT account FROM customers AS c WHERE c.id = \(table).\(column.stored))"
            case .interruption:
                "(SELECT reference FROM interruptions WHERE id = \(table).\(column.stored))"
            default:
                "\(table).\(column.stored)"
            }
        }
        let order = hasNoRowID ? "customer_id, interruption_id" : "id"
        return "SELECT \(values.joined(separator: ", ")) FROM \(table) ORDER BY \(order)"
    }
}
