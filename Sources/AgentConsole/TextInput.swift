import Customers

/// A line of text with a cursor, as long as its limit allows.
struct TextInput: Equatable {
    private(set) var characters: [Character] = []
    /// The place before which the next character goes, 0 to the count.
    private(set) var cursor = 0
    let byteLimit: Int

    init(byteLimit: Int, text: String = "") {
        self.byteLimit = byteLimit
        for scalar in text.unicodeScalars { insert(scalar) }
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }
    /// Whether nothing more goes in.
    var isFull: Bool { text.utf8.count >= byteLimit }

    /// - Returns: false when the text is full.
    @discardableResult
    mutating func insert(_ scalar: Unicode.Scalar) -> Bool {
        if DisplayWidth.isInvisible(scalar) { return true }
        guard text.utf8.count + scalar.utf8.count <= byteLimit else { return false }
        if DisplayWidth.isCombining(scalar), cursor > 0,
            let joined = DisplayWidth.joined(characters[cursor - 1], scalar)
        {
            characters[cursor - 1] = joined
            return true
        }
        characters.insert(Character(scalar), at: cursor)
        cursor += 1
        return true
    }

    /// - Returns: whether it was a key of this text.
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): return insert(scalar)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .backspace:
            guard cursor > 0 else { return true }
            cursor -= 1
            characters.remove(at: cursor)
        case .delete, .control("d"):
            if cursor < characters.count { characters.remove(at: cursor) }
        case .control("w"): removeWord()
        default: return false
        }
        return true
    }

    private mutating func removeWord() {
        var start = cursor
        while start > 0, characters[start - 1] == " " { start -= 1 }
        while start > 0, characters[start - 1] != " " { start -= 1 }
        characters.removeSubrange(start..<cursor)
        cursor = start
    }
}

/// Breaks a text into rows of a width.
struct WrappedText {
    /// Each with the characters that stand in it.
    private(set) var rows: [[Character]] = [[]]
    /// Where the cursor is among the rows.
    private(set) var cursor = (row: 0, column: 0)

    init(_ characters: [Character], cursor place: Int = 0, width: Int) {
        let width = max(2, width)
        var start = 0
        var used = 0
        var lastSpace: Int?
        rows = []
        var starts: [Int] = []
        for (index, character) in characters.enumerated() {
            let wide = DisplayWidth.of(character)
            if used + wide > width {
                let end = lastSpace.map { $0 + 1 } ?? index
                rows.append(Array(characters[start..<end]))
                starts.append(start)
                start = end
                used = characters[start..<index].reduce(0) { $0 + DisplayWidth.of($1) }
                lastSpace = nil
            }
            if character == " " { lastSpace = index }
            used += wide
        }
        rows.append(Array(characters[start...]))
        starts.append(start)
        let row = starts.lastIndex { $0 <= place } ?? 0
        let before = characters[starts[row]..<min(place, characters.count)]
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
