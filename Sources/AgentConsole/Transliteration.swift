import Foundation

/// Any text in the letters of ASCII, for terminals that show no others.
enum Transliteration {
    /// Romanizes what is not Latin, and leaves of each letter what ASCII has: Weiß, 北京 and Ayşe are
    /// Weiss, bei jing and Ayse.
    ///
    /// - Source: the transforms of Unicode's CLDR.
    private static let transform = StringTransform("Any-Latin; Latin-ASCII")

    /// - Returns: ASCII; `?` for what has no letters, such as a picture.
    static func ascii(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        let own = text.replacing("·", with: "-")
        let latin = own.applyingTransform(transform, reverse: false) ?? own
        return String(latin.map { $0.isASCII ? $0 : "?" })
    }
}
