/// One place of the screen.
public struct Cell: Hashable, Sendable {
    /// A character that takes `width` cells; no control character.
    public var character: Character
    /// 1 or 2; 0 for the place that a wide character before it covers.
    public var width: Int
    public var style: Style

    static let blank = Cell(character: " ", width: 1, style: .plain)
}

/// A text with its look.
struct Words {
    var text: String
    var style: Style

    init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }

    init(_ text: String, _ severity: Severity) { self.init(text, severity.style) }
}

/// What the terminal is to show: a rectangle of cells and where the cursor is.
public struct Canvas: Sendable {
    public let rows: Int
    public let columns: Int
    public private(set) var cells: [Cell]
    /// Where the agent types; `nil` hides the cursor.
    public internal(set) var cursor: (row: Int, column: Int)?
    let isASCII: Bool

    /// - Parameter isASCII: whether everything is written in the letters of ASCII.
    init(rows: Int, columns: Int, isASCII: Bool = false) {
        self.rows = max(1, rows)
        self.columns = max(1, columns)
        self.isASCII = isASCII
        cells = Array(repeating: .blank, count: self.rows * self.columns)
    }

    /// The cells of one row.
    public func row(_ index: Int) -> ArraySlice<Cell> {
        cells[(index * columns)..<((index + 1) * columns)]
    }

    /// The rows as text, without spaces at the end; for tests and pictures.
    public var text: [String] {
        (0..<rows).map { index in
            var line = String(row(index).filter { $0.width > 0 }.map(\.character))
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// Writes from a place to the right, at most `width` cells; what does not fit is cut with `…`.
    ///
    /// - Returns: the column behind what was written.
    @discardableResult
    mutating func put(_ words: [Words], row: Int, column: Int = 0, width: Int = .max) -> Int {
        let end = min(columns, width == .max ? columns : column + width)
        guard row >= 0, row < rows, column >= 0 else { return column }
        let shown = words.map { (characters: showable($0.text), style: $0.style) }
        let total = shown.reduce(0) { $0 + DisplayWidth.of($1.characters) }
        let isCut = column + total > end
        let limit = isCut ? end - 1 : end
        var place = column
        var last = Style.plain
        for word in shown {
            last = word.style
            for character in word.characters {
                let wide = DisplayWidth.of(character)
                guard place + wide <= limit else {
                    return cut(at: place, end: end, row: row, isCut: isCut, style: last)
                }
                set(character, wide, row, place, word.style)
                place += wide
            }
        }
        return place
    }

    @discardableResult
    mutating func put(
        _ text: String, _ style: Style = .plain, row: Int, column: Int = 0, width: Int = .max
    ) -> Int {
        put([Words(text, style)], row: row, column: column, width: width)
    }

    /// Gives a whole row one look; what is written later keeps its own.
    mutating func fill(row: Int, from column: Int = 0, to end: Int? = nil, style: Style) {
        guard row >= 0, row < rows else { return }
        for place in max(0, column)..<max(0, column, min(end ?? columns, columns)) {
            set(" ", 1, row, place, style)
        }
    }

    /// A text as this terminal shows it.
    func showable(_ text: String) -> [Character] {
        let characters = DisplayWidth.showable(text)
        guard isASCII, !characters.allSatisfy(\.isASCII) else { return characters }
        return Array(Transliteration.ascii(String(characters)))
    }

    private mutating func cut(
        at place: Int, end: Int, row: Int, isCut: Bool, style: Style
    ) -> Int {
        guard isCut, place < end else { return place }
        set(isASCII ? "~" : "…", 1, row, place, style)
        return place + 1
    }

    private mutating func set(
        _ character: Character, _ width: Int, _ row: Int, _ column: Int, _ style: Style
    ) {
        let index = row * columns + column
        // Half of a wide character would move the rest of the row.
        if cells[index].width == 0, column > 0 { cells[index - 1] = .blank }
        let next = column + width
        if next < columns, cells[index + width].width == 0 { cells[index + width] = .blank }
        let isWide = width == 2 && DisplayWidth.of(character) == 2
        cells[index] = Cell(character: character, width: isWide ? 2 : 1, style: style)
        guard width == 2 else { return }
        cells[index + 1] = Cell(character: " ", width: isWide ? 0 : 1, style: style)
    }
}
