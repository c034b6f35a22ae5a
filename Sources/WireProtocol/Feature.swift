/// What this server can do that an older or another one may not: the words of `HELLO`.
public enum Feature: String, CaseIterable, Sendable {
    /// `FORMAT json`.
    case json
    /// A text behind `<<`, with lines as long as the block.
    case blocks
    /// A write with a `reference` may be sent again.
    case references
    /// `HISTORY` with a `reference` gives the whole texts of an entry.
    case texts
    /// `RING` and `WATCH`: calls pop at consoles.
    case calls
    /// `LINK`: agents name unknown callers.
    case links
    /// `AUTH`: clients have roles.
    case roles
}
