import Customers
import Numbering
import Testing

/// Nobody can make the loop work longer with one string than honest callers do.
@Suite(.serialized) struct HostileInputTests {
    /// How much longer the dearest string may take than an honest national number. Measured in
    /// release: 4.5, for digits that are tried as short code, at home and abroad. Builds
    /// for debugging and with sanitizers make our own part, 250 bytes, dearer than the library's.
    static let limit = 25.0

    let reader = NumberReader()
    let line = LineSettings(region: Region("US"))

    private static let pieces = [
        "1", "0", "+", "(", "-", " ", "x", "ext", "x1", "#", "*", "*#", "*31#", ",", "1,", ";",
        "1;",
        "(0)", "%2B", "%", "<", ">", "@", ":", "a", "1a", "\u{AD}", "\u{663}", "\u{FF11}",
        "\u{1F600}",
        "sip:", "tel:", "\"", "~", "p", "ext 1 ", ";ext=1", ";phone-context=+1", "\u{FDFA}",
        "( 0 ) ",
    ]
    private static let openings = ["", "+44", "tel:", "sip:", "0", "020 7946 0958", "1 800 "]

    /// Every opening followed by as much of every piece as is looked at, and by a little of it.
    private static let corpus: [[UInt8]] = openings.flatMap { opening in
        pieces.flatMap { piece in
            [24, 250].map { byteCount in
                var bytes = Array(opening.utf8)
                while bytes.count + piece.utf8.count <= byteCount { bytes += Array(piece.utf8) }
                return bytes
            }
        }
    }

    @Test func noStringTakesMuchLongerThanANumber() {
        let honest = shortestTime(of: Array("(212) 555-0123".utf8), tries: 50)
        for bytes in Self.corpus {
            // Other work on the machine only makes times longer: the shortest of many is the cost.
            var time = shortestTime(of: bytes, tries: 5)
            if time > honest * Self.limit { time = shortestTime(of: bytes, tries: 200) }
            #expect(time < honest * Self.limit, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private func shortestTime(of bytes: [UInt8], tries: Int) -> Duration {
        let clock = ContinuousClock()
        var shortest = Duration.seconds(1)
        for _ in 0..<tries {
            shortest = min(shortest, clock.measure { _ = reader.read(bytes.span, on: line) })
        }
        return shortest
    }
}
