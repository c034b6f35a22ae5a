import Customers

/// How many cells a character takes on a terminal.
enum DisplayWidth {
    /// Of East Asian width W or F, or shown as a picture.
    ///
    /// - Source: Unicode `EastAsianWidth.txt`, cut to the blocks; as in Markus Kuhn's `wcwidth`.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]

    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        return wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    static func of(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
    }

    /// Whether it belongs to the character before it.
    static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
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

    /// The text as characters that take one or two cells each: nothing steers the terminal.
    ///
    /// What cannot be shown becomes a space or goes; a mark without a letter stands on a space.
    static func showable(_ text: String) -> [Character] {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return Array(text) }
        var shown: [String.UnicodeScalarView] = []
        for scalar in text.unicodeScalars {
            if isCombining(scalar) {
                if shown.isEmpty { shown.append(String.UnicodeScalarView([" "])) }
                if shown[shown.count - 1].count < 4 { shown[shown.count - 1].append(scalar) }
            } else if isInvisible(scalar) {
                let isBreak = scalar.properties.generalCategory != .format
                if isBreak { shown.append(String.UnicodeScalarView([" "])) }
            } else {
                shown.append(String.UnicodeScalarView([scalar]))
            }
        }
        return shown.compactMap { String($0).first }
    }
}
