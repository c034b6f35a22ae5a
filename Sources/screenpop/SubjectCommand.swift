import ArgumentParser
import CustomerStore

struct SubjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject",
        abstract: "Prints all rows that are kept of one customer, as JSON.",
        discussion: """
            For a customer who asks what is kept (GDPR, Art. 15). One object: an array of rows for \
            each table that can name a customer, moments in UTC, numbers in E.164. How the figures \
            come about is told by screenpop explain. Whether others are named in free text is for \
            a person to check before it is handed out. Exit code 0: printed; 1: no such customer; \
            2: the database cannot be read; 75: it was locked, so try again later.
            """)

    @Argument(help: "The customer's account.")
    var account: String

    @Option(help: ArgumentHelp("The SQLite file.", valueName: "file"))
    var database: String

    @Flag(help: "Also say who of the staff made each row; the customer has no right to it.")
    var withStaff = false

    func run() throws {
        do throws(SubjectReport.Failure) {
            let report = try SubjectReport(of: account, in: database, withStaff: withStaff)
            Terminal.say(report.json)
        } catch {
            Terminal.complain("screenpop subject: \(error)")
            switch error {
            case .noCustomer: throw ExitCode(1)
            case .store(let error): throw ExitCode(error.isPassing ? 75 : 2)
            }
        }
    }
}
