import ArgumentParser
import CustomerStore
import Customers
import SampleData

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
