import Customers

/// A text with a cursor, as long as its limit allows; on one line, or with lines of its own.
struct TextInput: Equatable {
    private(set) var characters: [Character] = []
    /// The place before which the next character goes, 0 to the count.
    private(set) var cursor = 0
    /// In UTF-8.
    private(set) var byteCount = 0
    let byteLimit: Int
    let hasLines: Bool

    init(byteLimit: Int, hasLines: Bool = false, text: String = "") {
        self.byteLimit = byteLimit
        self.hasLines = hasLines
        insert(text.unicodeScalars)
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }
    /// Whether nothing more goes in.
    var isFull: Bool { byteCount >= byteLimit }

    /// Puts a text before the cursor in one go, in time that grows with its length alone.
    ///
    /// - Returns: how many of its scalars did not fit.
    @discardableResult
    mutating func insert(_ scalars: some Collection<Unicode.Scalar>) -> Int {
        var piece: [Character] = []
        var left = scalars.count
        for scalar in scalars {
            guard byteCount + scalar.utf8.count <= byteLimit else { break }
            left -= 1
            put(hasLines || scalar != "\n" ? scalar : " ", behind: &piece)
        }
        characters.insert(contentsOf: piece, at: cursor)
        cursor += piece.count
        return left
    }

    @discardableResult
    mutating func insert(_ scalar: Unicode.Scalar) -> Bool {
        insert(CollectionOfOne(scalar)) == 0
    }

    private mutating func put(_ scalar: Unicode.Scalar, behind piece: inout [Character]) {
        guard scalar == "\n" || !DisplayWidth.isInvisible(scalar) else { return }
        let before = piece.last ?? (cursor > 0 ? characters[cursor - 1] : nil)
        if let before, DisplayWidth.isCombining(scalar),
            let joined = DisplayWidth.joined(before, scalar)
        {
            byteCount += joined.utf8.count - before.utf8.count
            if piece.isEmpty {
                characters[cursor - 1] = joined
            } else {
                piece[piece.count - 1] = joined
            }
        } else {
            byteCount += scalar.utf8.count
            piece.append(Character(scalar))
        }
    }

    /// - Returns: whether it was a key of this text.
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): insert(scalar)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .backspace:
            guard cursor > 0 else { return true }
            remove((cursor - 1)..<cursor)
        case .delete, .control("d"):
            if cursor < characters.count { remove(cursor..<(cursor + 1)) }
        case .control("w"): removeWord()
        default: return false
        }
        return true
    }

    private mutating func removeWord() {
        var start = cursor
        while start > 0, characters[start - 1].isWhitespace { start -= 1 }
        while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
        remove(start..<cursor)
    }

    private mutating func remove(_ range: Range<Int>) {
        byteCount -= characters[range].reduce(0) { $0 + $1.utf8.count }
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }
}

/// Breaks a text into rows of a width; a line end begins a new row.
struct WrappedText {
    /// Each with the characters that stand in it.
    private(set) var rows: [[Character]] = []
    /// Where the cursor is among the rows.
    private(set) var cursor = (row: 0, column: 0)

    init(_ characters: [Character], cursor place: Int = 0, width: Int) {
        let width = max(2, width)
        var start = 0
        var used = 0
        var lastSpace: Int?
        var starts: [Int] = []
        func end(at end: Int, next: Int) {
            rows.append(Array(characters[start..<end]))
            starts.append(start)
            start = next
            lastSpace = nil
        }
        for (index, character) in characters.enumerated() {
            if character == "\n" {
                end(at: index, next: index + 1)
                used = 0
                continue
            }
            let wide = DisplayWidth.of(character)
            if used + wide > width {
                let place = lastSpace.map { $0 + 1 } ?? index
                end(at: place, next: place)
                used = characters[place..<index].reduce(0) { $0 + DisplayWidth.of($1) }
            }
            if character == " " { lastSpace = index }
            used += wide
        }
        end(at: characters.count, next: characters.count)
        let row = starts.lastIndex { $0 <= place } ?? 0
        let before = characters[starts[row]..<max(starts[row], min(place, characters.count))]
        cursor = (row, before.reduce(0) { $0 + DisplayWidth.of($1) })
        if cursor.column >= width {
            if row + 1 == rows.count { rows.append([]) }
            cursor = (row + 1, 0)
        }
    }

    init(_ text: String, width: Int) {
        self.init(DisplayWidth.showable(text), width: width)
    }

    var lines: [String] { rows.map { String($0) } }
}
