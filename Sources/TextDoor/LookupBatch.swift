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

    /// The lookups from here on are this client's.
    mutating func open(for session: Session) {
        askers.append(Asker(session: session, start: count))
    }

    /// The client that is being read has been read to its end.
    ///
    /// - Returns: whether it has left lookups.
    mutating func close() -> Bool {
        guard !askers.isEmpty, askers[askers.count - 1].start == count else {
            return !askers.isEmpty
        }
        askers.removeLast()
        return false
    }

    @inline(__always)
    mutating func append(_ number: PhoneNumber) {
        numbers[count] = number
        count += 1
    }

    /// Whether lookups of anybody else wait.
    func holdsOthers(than session: Session) -> Bool {
        count > 0 && askers.contains { $0.session !== session }
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
