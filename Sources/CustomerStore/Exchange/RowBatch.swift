/// Rows that are checked and wait to be written, in memory that is used again for each batch.
struct RowBatch {
    /// The most rows in a transaction: a few dozen milliseconds of writing.
    static let rowLimit = 5_000
    /// Texts of a batch, in bytes; one row may exceed it.
    static let textLimitBytes = 4 << 20

    private(set) var texts: [UInt8] = []
    private(set) var cells: [RawStatement.Cell] = []
    /// The line of each row.
    private(set) var lines: [Int] = []
    /// A bit for each cell of a row, the first 64, that is left out.
    private(set) var leftOut: [UInt64] = []
    private var firstCellOfRow = 0
    private var leftOutOfRow: UInt64 = 0

    init() {
        texts.reserveCapacity(Self.textLimitBytes)
        lines.reserveCapacity(Self.rowLimit)
    }

    var rowCount: Int { lines.count }
    var isFull: Bool { rowCount >= Self.rowLimit || texts.count >= Self.textLimitBytes }

    mutating func removeAll() {
        texts.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        leftOut.removeAll(keepingCapacity: true)
    }

    mutating func beginRow() {
        firstCellOfRow = cells.count
        leftOutOfRow = 0
    }

    mutating func endRow(line: Int) {
        lines.append(line)
        leftOut.append(leftOutOfRow)
    }

    mutating func dropRow() { cells.removeSubrange(firstCellOfRow...) }

    mutating func append(_ cell: RawStatement.Cell) { cells.append(cell) }

    mutating func append(text: Span<UInt8>) {
        cells.append(.text(offset: texts.count, count: text.count))
        unsafe text.withUnsafeBufferPointer { unsafe texts.append(contentsOf: $0) }
    }

    mutating func append(text: String) {
        let offset = texts.count
        texts.append(contentsOf: text.utf8)
        cells.append(.text(offset: offset, count: texts.count - offset))
    }

    /// Leaves the next cell of the row being made out.
    mutating func appendLeftOut() {
        leftOutOfRow |= 1 << UInt64(cells.count - firstCellOfRow)
        cells.append(.null)
    }

    /// Leaves a cell of the row being made out.
    mutating func leaveOut(_ position: Int) {
        leftOutOfRow |= 1 << UInt64(position)
        cells[firstCellOfRow + position] = .null
    }

    /// Puts another text at `position` of the row being made.
    mutating func replace(_ position: Int, text: String) {
        append(text: text)
        cells[firstCellOfRow + position] = cells.removeLast()
    }

    /// The cell at `position` of the row being made.
    func cellOfRow(_ position: Int) -> RawStatement.Cell { cells[firstCellOfRow + position] }

    /// Binds and runs `statement` with the cells of row `row`, as many as it has parameters for.
    ///
    /// - Returns: whether it gave a row.
    @discardableResult
    func run(_ statement: RawStatement, row: Int) throws -> Bool {
        try run(statement, cells: cells[place(of: row)]) { true } ?? false
    }

    /// The same with the cells of the row being made.
    func runWithRowBeingMade(_ statement: RawStatement) throws {
        _ = try run(statement, cells: cells[firstCellOfRow...]) { true }
    }

    /// The first column of the first row that `statement` gives for row `row`, as text.
    func firstText(of statement: RawStatement, row: Int) throws -> String? {
        try run(statement, cells: cells[place(of: row)]) { statement.row.text(0) }
    }

    private func place(of row: Int) -> Range<Int> {
        let width = cells.count / rowCount
        return row * width..<(row + 1) * width
    }

    private func run<Value>(
        _ statement: RawStatement, cells: ArraySlice<RawStatement.Cell>, read: () -> Value
    ) throws -> Value? {
        try unsafe texts.withUnsafeBufferPointer { texts in
            for (index, cell) in cells.prefix(statement.parameterCount).enumerated() {
                unsafe statement.bind(cell, at: index + 1, texts: texts)
            }
            defer { statement.end() }
            return try statement.advance() ? read() : nil
        }
    }
}
