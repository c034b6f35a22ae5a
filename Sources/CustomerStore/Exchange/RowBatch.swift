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
    private var firstCellOfRow = 0

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
    }

    mutating func beginRow() { firstCellOfRow = cells.count }
    mutating func endRow(line: Int) { lines.append(line) }
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
        let width = cells.count / rowCount
        return try unsafe texts.withUnsafeBufferPointer { texts in
            for position in 0..<min(width, statement.parameterCount) {
                unsafe statement.bind(
                    cells[row * width + position], at: position + 1, texts: texts)
            }
            defer { statement.end() }
            return try statement.advance()
        }
    }
}
