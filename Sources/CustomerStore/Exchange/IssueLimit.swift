/// Shows the first things that an import has to say about each file, and counts the rest.
///
/// One wrong quote can make a hundred thousand bad rows.
public struct IssueLimit {
    /// How many of a file are shown where nobody says something else.
    public static let standard = 50

    private let limit: Int
    private let show: (ImportIssue) -> Void
    /// By file.
    private var counts: [String: Int] = [:]
    /// In the order in which they came.
    private var names: [String] = []

    public init(_ limit: Int, show: @escaping (ImportIssue) -> Void) {
        self.limit = limit
        self.show = show
    }

    /// Shows `issue`, or counts it.
    public mutating func take(_ issue: ImportIssue) {
        let count = counts[issue.file] ?? 0
        if count == 0 { names.append(issue.file) }
        counts[issue.file] = count + 1
        if count < limit { show(issue) }
    }

    /// What was not shown: `customers.csv: 599950 more of such lines`.
    public var rest: [String] {
        names.compactMap { name in
            let more = (counts[name] ?? 0) - limit
            return more > 0 ? "\(name): \(more) more of such lines" : nil
        }
    }
}
