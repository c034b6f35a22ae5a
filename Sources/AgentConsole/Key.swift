/// What the agent pressed.
public enum Key: Hashable, Sendable {
    case character(Unicode.Scalar)
    /// A letter with the control key, in lower case.
    case control(Unicode.Scalar)
    case enter, tab, backTab, escape
    /// What stands behind a CR in texts of other systems; pressed, it is Enter.
    case lineFeed
    case up, down, left, right, home, end, pageUp, pageDown
    case backspace, delete
    /// What follows was pasted, up to `pasteEnds`: its line ends are no Enter.
    case pasteBegins, pasteEnds

    /// A letter or digit as it stands on the key.
    public static func letter(_ character: Character) -> Key {
        .character(character.unicodeScalars.first ?? " ")
    }

    /// Reads a Unicode number as a terminal sends it.
    public init?(scalar number: UInt32) {
        switch number {
        case 0x0A: self = .lineFeed
        case 0x0D: self = .enter
        case 0x09: self = .tab
        case 0x1B: self = .escape
        case 0x08, 0x7F: self = .backspace
        case 0x01...0x1A:
            guard let letter = Unicode.Scalar(number + 0x60) else { return nil }
            self = .control(letter)
        default:
            guard number >= 0x20, let scalar = Unicode.Scalar(number) else { return nil }
            self = .character(scalar)
        }
    }
}
