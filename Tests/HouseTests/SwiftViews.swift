/// Splits Swift text into code and comments, line by line as before.
///
/// Knows `//`, nested `/* */`, texts of one and several lines, `#"raw"#` and `\( )`.
struct SwiftViews {
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private let text: [UInt8]
    private var position = 0

    init(_ source: String) {
        text = Array(source.utf8)
        code = text
        comments = text.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        while position < text.count { step() }
    }

    private func begins(_ word: StaticString, at place: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard place + length <= text.count else { return false }
        return word.withUTF8Buffer { unsafe $0.elementsEqual(text[place..<(place + length)]) }
    }

    private func begins(_ word: StaticString) -> Bool { begins(word, at: position) }

    private mutating func step() {
        let byte = text[position]
        if byte != UInt8(ascii: "/"), byte != UInt8(ascii: "#"), byte != UInt8(ascii: "\"") {
            position += 1
        } else if begins("//") {
            comment()
        } else if begins("/*") {
            blockComment()
        } else if begins("\"\"\"") {
            literal(from: position, closing: "\"\"\"", isRaw: false)
        } else if begins("#\"") {
            literal(from: position, closing: "\"#", isRaw: true)
        } else if begins("\"") {
            literal(from: position, closing: "\"", isRaw: false)
        } else {
            position += 1
        }
    }

    private mutating func comment() {
        while position < text.count, text[position] != UInt8(ascii: "\n") {
            comments[position] = text[position]
            blank()
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            depth += begins("/*") ? 1 : begins("*/") ? -1 : 0
            comments[position] = text[position]
            blank()
        } while position < text.count && depth > 0
        if position < text.count { blank() }
    }

    /// Blanks the inside; the marks stay, so that a text is still seen to be there.
    private mutating func literal(from start: Int, closing: StaticString, isRaw: Bool) {
        position += closing.utf8CodeUnitCount
        while position < text.count, !begins(closing) {
            if !isRaw, begins("\\(") {
                interpolation()
            } else if !isRaw, begins("\\") {
                blank()
                blank()
            } else {
                blank()
            }
        }
        position += closing.utf8CodeUnitCount
    }

    private mutating func interpolation() {
        position += 2
        var depth = 1
        while position < text.count, depth > 0 {
            if begins("(") { depth += 1 }
            if begins(")") { depth -= 1 }
            step()
        }
    }

    private mutating func blank() {
        guard position < text.count else { return }
        if text[position] != UInt8(ascii: "\n") { code[position] = UInt8(ascii: " ") }
        position += 1
    }
}
