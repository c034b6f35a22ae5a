import Customers

/// Remembers what strings read as: the same few thousand callers ring again and again.
///
/// A fixed table of sets of four places, allocated once; hostile input can only push other entries
/// out of it. Confined to one thread, like its owner.
public struct ReadingCache {
    /// How many readings are kept: a day's callers of a large call centre, in under 1 MB.
    public static let entryLimit = 4_096
    /// The longest string that is kept, in bytes; honest ones are shorter.
    public static let byteLimit = 64

    public let reader: NumberReader
    /// Readings answered from the table.
    public private(set) var hitCount = 0
    /// Readings that had to be worked out; those too long or too simple to keep do not count.
    public private(set) var missCount = 0
    /// Readings in the table.
    public private(set) var count = 0

    private static let placesPerSet = 4
    private static let setCount = entryLimit / placesPerSet

    private struct Place {
        var hash = 0
        var byteCount = 0
        var line = LineSettings(region: nil)
        /// Read since the hand last went by; the next victim is one that was not.
        var isRecent = false
        var reading: Reading?
    }

    private var places: [Place]
    private var keys: [UInt8]
    private var hands: [UInt8]

    public init(reader: NumberReader) {
        self.reader = reader
        places = Array(repeating: Place(), count: Self.entryLimit)
        keys = Array(repeating: 0, count: Self.entryLimit * Self.byteLimit)
        hands = Array(repeating: 0, count: Self.setCount)
    }

    /// `NumberReader.read`, remembered.
    public mutating func read(_ received: Span<UInt8>, on line: LineSettings) -> Reading {
        guard received.count <= Self.byteLimit, PhoneNumber(canonical: received) == nil else {
            return reader.read(received, on: line)
        }
        let hash = Self.hash(received, line)
        let set = Int(UInt(bitPattern: hash) % UInt(Self.setCount))
        let range = set * Self.placesPerSet..<(set + 1) * Self.placesPerSet
        for index in range where holds(index, hash: hash, received, line) {
            guard let reading = places[index].reading else { continue }
            places[index].isRecent = true
            hitCount += 1
            return reading
        }
        missCount += 1
        let reading = reader.read(received, on: line)
        let victim = place(in: range, set: set)
        if places[victim].reading == nil { count += 1 }
        places[victim] = Place(
            hash: hash, byteCount: received.count, line: line, isRecent: false, reading: reading)
        for index in received.indices { keys[victim * Self.byteLimit + index] = received[index] }
        return reading
    }

    private func holds(
        _ place: Int, hash: Int, _ received: Span<UInt8>, _ line: LineSettings
    ) -> Bool {
        guard places[place].hash == hash, places[place].byteCount == received.count,
            places[place].line == line
        else { return false }
        let start = place * Self.byteLimit
        for index in received.indices where keys[start + index] != received[index] { return false }
        return true
    }

    /// Goes round the set until it meets a place that is empty or was not read since last time.
    private mutating func place(in range: Range<Int>, set: Int) -> Int {
        while true {
            let index = range.lowerBound + Int(hands[set]) % Self.placesPerSet
            hands[set] &+= 1
            guard places[index].reading != nil, places[index].isRecent else { return index }
            places[index].isRecent = false
        }
    }

    private static func hash(_ received: Span<UInt8>, _ line: LineSettings) -> Int {
        var hasher = Hasher()
        hasher.combine(line)
        var word: UInt64 = 0
        for index in received.indices {
            word = word << 8 | UInt64(received[index])
            if index & 7 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
        return hasher.finalize()
    }
}
