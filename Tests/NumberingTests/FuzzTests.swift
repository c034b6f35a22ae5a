import Customers
import NumberSamples
import Numbering
import SeededRandom
import Testing

/// Whatever arrives, a reading comes back, and a number that comes back is that number.
@Suite struct FuzzTests {
    let reader = NumberReader()

    /// Re-run one failure with `arguments: [seed]`.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func randomBytesAreReadOrRefused(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let byteCount = Int.random(
                in: 0...(Bool.random(using: &random) ? 20 : 300), using: &random)
            let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
            checkReading(of: bytes, on: randomLine(&random))
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func charactersOfNumbersAreReadOrRefused(seed: UInt64) {
        let alphabet = Array(
            "0123456789012345678901234567890+ ()-./,;#*xpwext@<>:%~[]\"abc\u{434}\u{663}\u{AD}")
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let length = Int.random(in: 0...40, using: &random)
            let text = String(
                (0..<length).map { _ in alphabet.randomElement(using: &random) ?? "0" })
            checkReading(of: Array(text.utf8), on: randomLine(&random))
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func mutatedRowsAreReadOrRefused(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let row = try #require(NumberRow.all.randomElement(using: &random))
            var bytes = Array(row.received.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, using: &random) }
            checkReading(of: bytes, on: row.settings)
        }
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SplitMix64) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        case 1: if index < bytes.count { bytes.remove(at: index) }
        case 2: bytes.append(contentsOf: bytes[index...])
        default: bytes.insert(contentsOf: "+0()#,x1".utf8.shuffled(using: &random), at: index)
        }
    }

    private func randomLine(_ random: inout SplitMix64) -> LineSettings {
        LineSettings(
            region: Bool.random(using: &random) ? Region.all.randomElement(using: &random) : nil,
            format: NumberFormat.allCases.randomElement(using: &random) ?? .auto)
    }

    private func checkReading(of bytes: [UInt8], on line: LineSettings) {
        let reading = reader.read(bytes.span, on: line)
        #expect(reading == reader.trace(bytes.span, on: line).reading, "\(bytes) \(line)")
        switch reading {
        case .number(let read):
            let again = Reading.number(ReadNumber(read.number))
            #expect(reader.read(read.number.description, on: line) == again, "\(bytes) \(line)")
            #expect(read.extension.map(isExtension) ?? true, "\(bytes) \(line)")
        case .shortCode(let digits), .internalExtension(let digits):
            #expect(reader.read(digits, on: line) == reading, "\(bytes) \(line)")
        case .withheld: break
        case .unreadable(let problem):
            #expect(problem.digits.utf8.count <= 24, "\(bytes) \(line)")
        }
    }

    private func isExtension(_ digits: String) -> Bool {
        (1...7).contains(digits.utf8.count) && digits.allSatisfy { ("0"..."9").contains($0) }
    }
}
