/// Keys that have come at once, from a terminal that does not mark what is pasted.
public enum KeyBurst {
    /// So many at once nobody presses.
    private static let most = 200

    /// Whether they were pasted: more text stands behind a line end, or they are many.
    public static func isPaste(_ keys: [Key]) -> Bool {
        // The terminal says itself what was pasted.
        if keys.contains(.pasteBegins) || keys.contains(.pasteEnds) { return false }
        if keys.count >= most { return true }
        guard let end = keys.firstIndex(where: \.isLineEnd) else { return false }
        return keys[end...].contains { if case .character = $0 { true } else { false } }
    }
}

extension Key {
    var isLineEnd: Bool { self == .enter || self == .lineFeed }

    /// What stands for this key in a text that is pasted.
    var pasted: Unicode.Scalar? {
        switch self {
        case .character(let scalar): scalar
        case .enter, .lineFeed: "\n"
        case .tab: " "
        default: nil
        }
    }
}
