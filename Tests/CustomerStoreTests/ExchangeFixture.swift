import Customers
import Foundation
import GRDB
import StoreScene

@testable import CustomerStore

/// A scratch folder with a database and exchange files, removed at the end of the test.
final class ExchangeFixture {
    let folder: String
    let database: DatabaseQueue
    private(set) var issues: [ImportIssue] = []

    init() throws {
        folder = NSTemporaryDirectory() + "exchange-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/files", withIntermediateDirectories: true)
        database = try Self.database(at: folder + "/test.db")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func database(at path: String) throws -> DatabaseQueue {
        try FileManager.default.moveItem(atPath: Scratch.emptyDatabase(), toPath: path)
        return try ExchangeDatabase.open(path: path)
    }

    /// Writes all files of the database at `path`.
    @discardableResult
    static func export(
        _ path: String, to folder: String, onIssue: @escaping (ExportIssue) -> Void = { _ in },
        onProgress: @escaping (String, Int) -> Void = { _, _ in }
    ) throws -> Exporter.Report {
        try Exporter(ExchangeSource(path: path), onIssue: onIssue, onProgress: onProgress)
            .run(folder: folder)
    }

    /// Writes all files into a folder of its own.
    @discardableResult
    func export(
        to name: String, onIssue: @escaping (ExportIssue) -> Void = { _ in }
    ) throws -> Exporter.Report {
        try Self.export(folder + "/test.db", to: "\(folder)/\(name)", onIssue: onIssue)
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/files/\(name)"))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/files/\(name)")
    }

    /// Numbers whose digits are plain are read; `x12` is an extension; everything else is not.
    static func readNumber(_ entered: String, _ region: String) -> NormalisedPhone {
        let parts = entered.split(separator: "x", maxSplits: 1)
        let digits = (parts.first ?? "").filter(\.isNumber)
        guard let value = UInt64(digits), let number = PhoneNumber(digits: value),
            !entered.contains("?")
        else { return NormalisedPhone(number: nil, problem: "unreadable in \(region)") }
        return NormalisedPhone(
            number: number, extension: parts.count > 1 ? String(parts[1]) : "")
    }

    @discardableResult
    func load(
        from files: String? = nil, origin: ImportOrigin = .none, removal: RemovalRule? = nil
    ) throws -> ImportReport {
        issues = []
        let settings = Importer.Settings(
            region: "GB", readNumber: Self.readNumber, origin: origin, removal: removal,
            now: { Moment(secondsSince1970: 1_800_000_000) },
            onIssue: { [unowned self] in issues.append($0) })
        return try Importer(database: database, settings: settings)
            .run(folder: files ?? folder + "/files")
    }

    /// Writes one file and imports the folder.
    @discardableResult
    func load(_ name: String, _ text: String) throws -> ImportReport.File {
        try write(name, text)
        defer { try? remove(name) }
        let report = try load()
        guard let file = report.files.first(where: { $0.name == name }) else {
            throw ExchangeError.unreadable(path: name, reason: "not in the report")
        }
        return file
    }

    func rows(_ sql: String) throws -> [String] {
        try database.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    value.isNull ? "NULL" : String.fromDatabaseValue(value) ?? value.description
                }.joined(separator: "|")
            }
        }
    }

    func changeCount() throws -> Int {
        try database.read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM change_log") ?? 0
        }
    }

    static func bytes(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        return files
    }
}

/// Bytes that come in blocks of a given size.
final class BlockSource: ByteSource {
    let path = "blocks"
    private let bytes: [UInt8]
    private let blockSize: Int
    private var next = 0

    init(_ bytes: [UInt8], blockSize: Int) {
        self.bytes = bytes
        self.blockSize = blockSize
    }

    func read(into buffer: inout [UInt8], at index: Int, limit: Int) throws(ExchangeError) -> Int {
        let count = min(blockSize, limit, bytes.count - next)
        for offset in 0..<count { buffer[index + offset] = bytes[next + offset] }
        next += count
        return count
    }
}
