import CustomerStore

/// What an import did, as a table for people.
enum ImportTable {
    static func text(_ report: ImportReport) -> String {
        let header = [
            "file", "rows", "new", "changed", "unchanged", "rejected", "notices", "seconds",
        ]
        var rows = [header]
        for file in report.files {
            rows.append([
                file.name, "\(file.rows)", "\(file.inserted)", "\(file.updated)",
                "\(file.unchanged)", "\(file.rejected)", "\(file.notices)",
                seconds(file.duration),
            ])
        }
        rows.append([
            "together", sum(report, \.rows), sum(report, \.inserted), sum(report, \.updated),
            sum(report, \.unchanged), sum(report, \.rejected), sum(report, \.notices),
            seconds(report.duration),
        ])
        let widths = header.indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { line($0, widths) }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { column, cell in
            let space = String(repeating: " ", count: cell.1 - cell.0.count)
            return column == 0 ? cell.0 + space : space + cell.0
        }.joined(separator: "  ")
    }

    private static func sum(
        _ report: ImportReport, _ count: KeyPath<ImportReport.File, Int>
    ) -> String {
        "\(report.files.reduce(0) { $0 + $1[keyPath: count] })"
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths =
            duration.components.seconds * 10
            + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
