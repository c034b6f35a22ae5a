import CustomerStore
import Foundation

/// What an import says: to a person line by line, or to a program at the end.
final class ImportOutput {
    private let isJSON: Bool
    private let display = ImportDisplay(draw: Terminal.draw)
    private var limit: IssueLimit
    private let kept: KeptIssues

    /// - Parameter errorsPerFile: how many issues of a file are told; all are counted.
    init(errorsPerFile: Int, isJSON: Bool) {
        self.isJSON = isJSON
        let (display, kept) = (display, KeptIssues())
        self.kept = kept
        limit = IssueLimit(errorsPerFile) { issue in
            if isJSON { return kept.issues.append(ImportResult.Issue(issue)) }
            display.clear()
            Terminal.complain("\(issue)")
        }
    }

    func take(_ issue: ImportIssue) { limit.take(issue) }

    func show(_ progress: ImportProgress) { display.show(progress) }

    /// The closing table, or the object.
    func tell(_ report: ImportReport, isDry: Bool) throws {
        display.clear()
        if isJSON {
            let result = ImportResult(report, kept.issues, isDryRun: isDry)
            return Terminal.say(try JSON.line(result))
        }
        limit.rest.forEach(Terminal.complain)
        Terminal.say(report.table)
        if let collisions = report.collisions { Terminal.say(collisions.table) }
        if isDry { Terminal.say("a rehearsal: nothing was stored") }
    }

    /// Why the import ended before its time.
    func fail(_ reason: String) {
        display.clear()
        if isJSON, let line = try? JSON.line(["error": reason]) { Terminal.say(line) }
        Terminal.complain("screenpop import: \(reason)")
    }
}

/// Issues that wait for the end.
private final class KeptIssues {
    var issues: [ImportResult.Issue] = []
}

/// An import for programs: names of fields are as here, in `snake_case`.
struct ImportResult: Encodable {
    struct Issue: Encodable {
        let kind: String
        let file: String
        let line: Int
        let column: String
        let reason: String

        init(_ issue: ImportIssue) {
            kind =
                switch issue.kind {
                case .badRow: "bad-row"
                case .badField: "bad-field"
                case .notRemoved: "not-removed"
                case .notice: "notice"
                }
            file = issue.file
            line = issue.line
            column = issue.column
            reason = issue.reason
        }
    }

    let isWhole: Bool
    let isDryRun: Bool
    let seconds: Double
    let files: [ImportReport.File]
    let issues: [Issue]

    init(_ report: ImportReport, _ issues: [Issue], isDryRun: Bool) {
        isWhole = report.isWhole
        self.isDryRun = isDryRun
        let (whole, attoseconds) = report.duration.components
        seconds = Double(whole) + (Double(attoseconds) / 1e15).rounded() / 1000
        files = report.files
        self.issues = issues
    }
}

/// One object a line.
enum JSON {
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
