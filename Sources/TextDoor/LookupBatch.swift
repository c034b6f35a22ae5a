import CallerIndex
import Customers

/// Lookups that were read but not answered yet, of one client or of several.
struct LookupBatch {
    /// Whose lookups stand from `start` on, up to the start of the next one.
    struct Asker {
        let session: Session
        let start: Int
    }

    private(set) var numbers = InlineArray<32, PhoneNumber>(
        repeating: PhoneNumber(digits: 100)!)
    private(set) var count = 0
    private(set) var askers: [Asker] = []

    /// Cache misses that the processor has under way at once, and some.
    private static let overlapping = 16

    init() { askers.reserveCapacity(CallerIndex.batchLimit) }

    var isFull: Bool { count == CallerIndex.batchLimit }
    /// Whether more lookups would not make it better: the processor has its hands full.
    var isWide: Bool { count >= Self.overlapping }

    /// Whether the latest lookup is this client's.
    @inline(__always)
    func endsWith(_ session: Session) -> Bool {
        count > 0 && askers[askers.count - 1].session === session
    }

    @inline(__always)
    mutating func append(_ number: PhoneNumber, of session: Session) {
        if !endsWith(session) { askers.append(Asker(session: session, start: count)) }
        numbers[count] = number
        count += 1
    }

    /// The lookups of the asker at `place`.
    func lookups(of place: Int) -> Range<Int> {
        askers[place].start..<(place + 1 < askers.count ? askers[place + 1].start : count)
    }

    mutating func removeAll() {
        count = 0
        askers.removeAll(keepingCapacity: true)
    }
}
