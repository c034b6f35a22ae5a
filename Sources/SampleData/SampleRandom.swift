/// Random numbers that are the same on every machine for the same seed.
///
/// - Source: Sebastiano Vigna, `splitmix64.c`.
struct SampleRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// An independent sequence for each `stream`.
    init(seed: UInt64, stream: Int) {
        var mixer = SampleRandom(seed: seed ^ (UInt64(bitPattern: Int64(stream)) &* 0x9E37_79B9))
        state = mixer.next() ^ UInt64(bitPattern: Int64(stream))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// `0 ..< limit`.
    mutating func below(_ limit: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True `percent` times in a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// The index of a weight, as often as it says.
    mutating func pick(weights: [Int]) -> Int {
        var rest = below(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if rest < weight { return index }
            rest -= weight
        }
        return weights.count - 1
    }
}
