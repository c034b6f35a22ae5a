import CDisplayWidth
import Foundation

/// How many cells a character takes on a terminal: what the system's `wcwidth(3)` says.
enum DisplayWidth {
    /// Marks and letters of one syllable that share a place, more than any script needs.
    private static let scalarsPerCharacter = 4

    /// That of its first scalar, which those behind it share; at least one cell.
    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        return first.isASCII ? 1 : max(1, of(first))
    }

    static func of(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
    }

    static func of(_ characters: [Character]) -> Int { characters.reduce(0) { $0 + of($1) } }

    private static func of(_ scalar: Unicode.Scalar) -> Int { Int(display_width(scalar.value)) }

    /// Whether it belongs to the character before it: a mark, or the next letter of a syllable.
    static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII || isInvisible(scalar) { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return of(scalar) == 0
        }
    }

    /// Whether it has no place of its own on a screen.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
            .privateUse:
            true
        default: false
        }
    }

    /// Both as one character, composed; `nil` where they are two.
    static func joined(_ character: Character, _ scalar: Unicode.Scalar) -> Character? {
        var text = String(character)
        text.unicodeScalars.append(scalar)
        return text.count == 1 ? composed(text).first : nil
    }

    /// With as few scalars as the text can be written in.
    ///
    /// Decomposed first: a syllable that lacks its last letter only is not composed otherwise.
    private static func composed(_ text: String) -> String {
        text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping
    }

    /// The text as characters that take one or two cells each: nothing steers the terminal.
    ///
    /// What cannot be shown becomes a space or goes; a mark without a letter stands on a space.
    /// Letters and marks, and the letters of a Korean syllable, are composed: a terminal that does
    /// not know how to put them together shows the composed ones.
    static func showable(_ text: String) -> [Character] {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return Array(text) }
        var shown: [Character] = []
        for scalar in composed(text).unicodeScalars {
            if isCombining(scalar) {
                join(scalar, &shown)
            } else if !isInvisible(scalar) {
                shown.append(Character(scalar))
            } else if scalar.properties.generalCategory != .format {
                shown.append(" ")
            }
        }
        return shown
    }

    private static func join(_ scalar: Unicode.Scalar, _ shown: inout [Character]) {
        guard let joined = joined(shown.last ?? " ", scalar) else {
            return shown.append(Character(scalar))
        }
        if shown.isEmpty { return shown.append(joined) }
        if shown[shown.count - 1].unicodeScalars.count < scalarsPerCharacter {
            shown[shown.count - 1] = joined
        }
    }
}
