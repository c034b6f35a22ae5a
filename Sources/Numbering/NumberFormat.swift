public import Customers

/// How a trunk writes the numbers it delivers.
///
/// A `+` always means that the country code follows, and the region's international prefix is
/// always understood; the formats differ in what bare digits mean.
public enum NumberFormat: UInt8, Worded, Sendable {
    /// Not known: the region's own form if its length allows, else a country code without `+`.
    case auto
    /// `+` and country code; bare digits are the region's own form, never a country code.
    case e164
    /// Country code without `+`; only digits that begin with 0 are the region's own form.
    case e164NoPlus
    /// The region's own form, never a country code without `+`.
    case national

    public var word: StaticString {
        switch self {
        case .auto: "auto"
        case .e164: "e164"
        case .e164NoPlus: "e164-no-plus"
        case .national: "national"
        }
    }
}
