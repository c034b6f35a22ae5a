import CustomerStore
public import Customers
import Foundation
import SampleData
import TestSupport

/// Folders of a test run, removed with the system's temporary files.
public enum Scratch {
    public static func folder() throws -> String { try Repository.scratchFolder().path }

    private static let templates = Templates()

    /// A new database without customers.
    public static func emptyDatabase() throws -> String {
        try templates.copy("empty") {
            let path = try folder() + "/base.db"
            _ = try CustomerStore(path: path)
            return path
        }
    }

    /// A new database with a seeded base in it; made once, whoever wants the same.
    public static func sample(customers: Int, seed: UInt64, day: CalendarDay) throws -> String {
        try templates.copy("\(customers) \(seed) \(day)") {
            try makeSample(customers: customers, seed: seed, day: day)
        }
    }

    private static func makeSample(
        customers: Int, seed: UInt64, day: CalendarDay
    ) throws -> String {
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
