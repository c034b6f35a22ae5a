/// Numbers three rows high, to be read from the back of the chair.
enum BigNumber {
    static let rows = 3

    /// Two rows of points in one row of blocks; from ten pictures of three by five points.
    private static let blocks: [Character: [String]] = [
        "0": ["█▀█", "█ █", "▀▀▀"], "1": ["▀█ ", " █ ", "▀▀▀"], "2": ["▀▀█", "█▀▀", "▀▀▀"],
        "3": ["▀▀█", " ▀█", "▀▀▀"], "4": ["█ █", "▀▀█", "  ▀"], "5": ["█▀▀", "▀▀█", "▀▀▀"],
        "6": ["█▀▀", "█▀█", "▀▀▀"], "7": ["▀▀█", "  █", "  ▀"], "8": ["█▀█", "█▀█", "▀▀▀"],
        "9": ["█▀█", "▀▀█", "▀▀▀"], "-": ["   ", "▀▀▀", "   "], "+": [" ▄ ", "▀█▀", "   "],
    ]

    /// - Parameter number: `nil` is unknown: `-`; above 999 it is `999+`.
    static func text(_ number: Int?) -> String {
        number.map { $0 > 999 ? "999+" : "\(max(0, $0))" } ?? "-"
    }

    /// The same as a picture.
    static func lines(_ number: Int?) -> [String] {
        let pictures = text(number).compactMap { blocks[$0] }
        return (0..<rows).map { row in pictures.map { $0[row] }.joined(separator: " ") }
    }
}
