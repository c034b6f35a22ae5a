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
    /// The same for terminals that know ASCII only.
    private static let strokes: [Character: [String]] = [
        "0": [" _ ", "| |", "|_|"], "1": ["   ", "  |", "  |"], "2": [" _ ", " _|", "|_ "],
        "3": [" _ ", " _|", " _|"], "4": ["   ", "|_|", "  |"], "5": [" _ ", "|_ ", " _|"],
        "6": [" _ ", "|_ ", "|_|"], "7": [" _ ", "  |", "  |"], "8": [" _ ", "|_|", "|_|"],
        "9": [" _ ", "|_|", " _|"], "-": ["   ", " _ ", "   "], "+": ["   ", " + ", "   "],
    ]

    /// - Parameter number: `nil` is unknown; above 999 it is `999+`.
    static func lines(_ number: Int?, isASCII: Bool) -> [String] {
        let text = number.map { $0 > 999 ? "999+" : "\(max(0, $0))" } ?? "-"
        let pictures = text.compactMap { (isASCII ? strokes : blocks)[$0] }
        return (0..<rows).map { row in pictures.map { $0[row] }.joined(separator: " ") }
    }
}
