/// Texts as other programs may have stored them.
enum StoredText {
    private static let replacement = "\u{FFFD}"

    /// Whether it is UTF-8 without a NUL.
    static func isPlain(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] == 0 { return false }
        do {
            _ = try UTF8Span(validating: text)
            return true
        } catch {
            return false
        }
    }

    /// Its begin as UTF-8, with U+FFFD for what is none and for NUL.
    ///
    /// - Parameter limit: in bytes; the cut is at a character.
    static func cut(_ text: Span<UInt8>, to limit: Int) -> String {
        let begin = text.extracting(first: min(text.count, limit))
        var mended = ""
        var byteCount = 0
        for scalar in FieldText.string(begin).unicodeScalars {
            let piece = scalar == "\0" ? replacement : String(scalar)
            byteCount += piece.utf8.count
            if byteCount > limit { break }
            mended += piece
        }
        // The cut may have gone through a character, which then reads as one that is none.
        let wasCut = text.count > limit && mended.hasSuffix(replacement)
        return wasCut && !isPlain(begin) ? String(mended.dropLast()) : mended
    }
}
