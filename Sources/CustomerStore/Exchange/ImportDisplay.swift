/// Shows an import to a person at a terminal: one line that is drawn again and again.
public struct ImportDisplay {
    /// The cells of the bar.
    static let barWidth = 30
    /// Back to the start of the line, which is then emptied (ECMA-48 `EL`).
    private static let clearLine = "\r\u{1B}[K"

    private let draw: (String) -> Void

    /// - Parameter draw: Writes to the terminal; not called by anything else meanwhile.
    public init(draw: @escaping (String) -> Void) { self.draw = draw }

    /// Draws how far the import is.
    public func show(_ progress: ImportProgress) {
        draw(Self.clearLine + Self.line(progress))
    }

    /// Empties the line, for what is printed next.
    public func clear() { draw(Self.clearLine) }

    /// `customers.csv             [#########---------------------]  30 %  1200000 rows`.
    static func line(_ progress: ImportProgress) -> String {
        let total = max(progress.bytesTotal, 1)
        let share = min(Double(progress.bytesDone) / Double(total), 1)
        let filled = Int(share * Double(barWidth))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: "-", count: barWidth - filled)
        let percent = "\(Int(share * 100))".leftPadded(to: 3)
        return "\(progress.file.rightPadded(to: 26))[\(bar)] \(percent) %  \(progress.rows) rows"
    }
}

extension ImportReport {
    /// One line a file and one for the sum, in aligned columns, without a line end at the end.
    public var table: String {
        let heads = [
            "file", "rows", "new", "updated", "unchanged", "removed", "rejected", "fields",
            "notices", "guessed", "seconds",
        ]
        let rows = [heads] + (files + [total]).map(Self.cells)
        let widths = heads.indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == 0
                    ? cell.rightPadded(to: widths[0]) : cell.leftPadded(to: widths[column])
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static func cells(_ file: File) -> [String] {
        let counts = [
            file.rows, file.inserted, file.updated, file.unchanged, file.removed, file.rejected,
            file.badFields, file.notices, file.guessed,
        ]
        let (seconds, attoseconds) = file.duration.components
        let tenths = attoseconds / 100_000_000_000_000_000
        return [file.name] + counts.map { "\($0)" } + ["\(seconds).\(tenths)"]
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - count)) + self
    }

    fileprivate func rightPadded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}

extension SuffixCollisions {
    /// For people: what the suffix tier could mix up.
    public var table: String {
        let counts = zip(Self.lengths, customers).map { "\($0) digits \($1)" }
        return "customers one of whose numbers ends like somebody else's other number: "
            + counts.joined(separator: ", ")
    }
}
