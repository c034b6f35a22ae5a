import CallerIndex
import Customers

/// Lookups that were read but not answered yet, of one client or of several.
struct LookupBatch {
    /// Whose lookups stand before `end`, from the end of the client before on.
    struct Asker {
        let session: Session
        let end: Int
    }

    private(set) var numbers = InlineArray<32, PhoneNumber>(
        repeating: PhoneNumber(digits: 100)!)
    private(set) var count = 0
    /// Clients whose bytes have all been read.
    private(set) var askers: [Asker] = []
    /// When the first of their bytes arrived, in nanoseconds of the monotonic clock.
    private(set) var since: UInt64?

    /// Cache misses that the processor has under way at once, and some.
    private static let overlapping = 16

    init() { askers.reserveCapacity(CallerIndex.batchLimit) }

    var isFull: Bool { count == CallerIndex.batchLimit }
    /// Whether it has lookups of the client whose bytes are being read.
    var isOpen: Bool { count > (askers.isEmpty ? 0 : askers[askers.count - 1].end) }
    /// Whether more lookups would not make it better: the processor has its hands full.
    var isWide: Bool { count >= Self.overlapping }

    mutating func append(_ number: PhoneNumber) {
        numbers[count] = number
        count += 1
    }

    /// The bytes of `session` have been read to their end.
    mutating func close(for session: Session, since: UInt64) {
        askers.append(Asker(session: session, end: count))
        self.since = since
    }

    mutating func removeAll() {
        count = 0
        askers.removeAll(keepingCapacity: true)
        since = nil
    }
}
