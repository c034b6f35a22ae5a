/// Makes free text safe to show: on a terminal, on a phone's display, in one line.
public enum DisplayText {
    /// Longest name shown, in bytes of UTF-8.
    public static let nameBytes = 120
    /// Longest other text shown, in bytes of UTF-8.
    public static let textBytes = 2000

    /// Replaces what could steer a terminal, a parser or the reading direction by a space,
    /// and cuts at a character so that at most `byteLimit` bytes of UTF-8 are left.
    ///
    /// - Source: Unicode general categories Cc, Zl, Zp; the bidirectional controls of UAX #9.
    public static func clean(_ text: String, byteLimit: Int) -> String {
        if isClean(text.utf8.span, byteLimit: byteLimit) { return text }
        let text = beginning(of: text, byteLimit: byteLimit)
        if isClean(text.utf8.span, byteLimit: .max) { return cut(text, byteLimit: byteLimit) }
        var cleaned = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { cleaned.append(isSteering(scalar) ? " " : scalar) }
        return cut(String(cleaned), byteLimit: byteLimit)
    }

    /// As much of a text as can matter to its first `byteLimit` bytes, so that a long one costs no
    /// more than a short one: a scalar that is replaced has at most three bytes.
    private static func beginning(of text: String, byteLimit: Int) -> String {
        let utf8 = text.utf8
        guard utf8.count > 4 * byteLimit else { return text }
        let end = utf8.index(utf8.startIndex, offsetBy: 4 * byteLimit)
        return String(text.unicodeScalars[..<end])
    }

    /// Whether `clean` would leave `text` as it is.
    public static func isClean(_ text: Span<UInt8>, byteLimit: Int) -> Bool {
        guard text.count <= byteLimit else { return false }
        // No way out before the end, and bits instead of Booleans: so the compiler takes many bytes
        // at a time.
        var (controls, all, maySteer) = (UInt8(0), UInt8(0), UInt8(0))
        for index in text.indices {
            let byte = text[index]
            controls |= byte < 0x20 || byte == 0x7F ? 1 : 0
            all |= byte
            // What all steering scalars beyond ASCII begin with.
            maySteer |= byte == 0xC2 || byte == 0xE2 ? 1 : 0
        }
        if controls != 0 { return false }
        if all < 0x80 { return true }
        guard let scalars = try? UTF8Span(validating: text) else { return false }
        guard maySteer != 0 else { return true }
        var iterator = scalars.makeUnicodeScalarIterator()
        while let scalar = iterator.next() {
            if isSteering(scalar) { return false }
        }
        return true
    }

    private static func cut(_ text: String, byteLimit: Int) -> String {
        guard text.utf8.count > byteLimit else { return text }
        // No character of ASCII goes on with one of ASCII, but CR with LF, which are cleaned.
        let head = text.utf8.prefix(byteLimit + 1)
        if head.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: head.dropLast(), as: UTF8.self)
        }
        var kept = ""
        var byteCount = 0
        for character in text {
            byteCount += character.utf8.count
            if byteCount > byteLimit { break }
            kept.append(character)
        }
        return kept
    }

    private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E,
            0x2066...0x2069:
            true
        default:
            false
        }
    }
}
