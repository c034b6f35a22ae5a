import Customers
import Foundation
import GRDB
import SampleData

@testable import CustomerStore

/// Folders of a test run, removed with the system's temporary files.
enum Scratch {
    static func folder() throws -> String {
        let folder = NSTemporaryDirectory() + "figures-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A new database with a seeded base in it.
    static func sample(customers: Int, seed: UInt64, day: CalendarDay) throws -> String {
        let folder = try folder()
        let path = folder + "/base.db"
        _ = try CustomerStore(path: path)
        let base = SampleBase(customers: customers, seed: seed, day: day)!
        try base.write(to: folder + "/files")
        let settings = Importer.Settings(
            region: "GB", readNumber: read, now: { day.start })
        let report = try Importer(database: ExchangeDatabase.open(path: path), settings: settings)
            .run(folder: folder + "/files")
        precondition(report.rejected == 0, "the sample is what the import expects")
        return path
    }

    private static func read(_ entered: String, _ region: String) -> NormalisedPhone {
        let digits = UInt64(entered.filter(\.isNumber)).flatMap { PhoneNumber(digits: $0) }
        return NormalisedPhone(number: digits, problem: digits == nil ? "not-a-number" : "")
    }
}
