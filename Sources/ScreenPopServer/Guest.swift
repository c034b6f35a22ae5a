import EventLoop
import SecureChannel

/// A client whose handshake is not at its end.
final class Guest {
    typealias ID = UInt64

    enum Step {
        /// Nothing has come.
        case silent
        /// Its first bytes wait for their turn.
        case waiting
        case shaking
    }

    /// The first byte of TLS.
    ///
    /// - Source: RFC 8446, section 5.1: `ContentType`, `handshake`.
    static let handshakeRecord: UInt8 = 22

    let id: ID
    let stream: Stream
    let address: ListenAddress
    let host: GuestHost
    var step = Step.silent
    /// When the present step must be at its end; nanoseconds of the monotonic clock.
    var deadline: UInt64
    var secure: SecureConnection?
    /// What has come and waits; not more than one reading.
    private var bytes: [UInt8] = []

    init(
        _ id: ID, _ stream: Stream, _ address: ListenAddress, of host: GuestHost, deadline: UInt64
    ) {
        self.id = id
        self.stream = stream
        self.address = address
        self.host = host
        self.deadline = deadline
    }

    func keep(_ more: Span<UInt8>) {
        for index in more.indices { bytes.append(more[index]) }
    }

    /// Lends what waits, which then waits no more.
    func use(_ use: (Span<UInt8>) -> Void) {
        let waiting = bytes
        bytes = []
        use(waiting.span)
    }

    func close() {
        secure?.close()
        stream.close()
    }
}

/// Guests in their order, of whom some may have gone.
struct GuestQueue {
    private var ids: [Guest.ID] = []
    private var start = 0

    var isEmpty: Bool { start == ids.count }
    var count: Int { ids.count - start }

    mutating func append(_ id: Guest.ID) { ids.append(id) }

    /// Takes the first one that is still meant.
    mutating func next(_ isMeant: (Guest.ID) -> Bool) -> Guest.ID? {
        while start < ids.count {
            let id = ids[start]
            start += 1
            if start > 1024, 2 * start > ids.count {
                ids.removeFirst(start)
                start = 0
            }
            if isMeant(id) { return id }
        }
        ids.removeAll()
        start = 0
        return nil
    }

    /// Takes the last one that is still meant.
    mutating func last(_ isMeant: (Guest.ID) -> Bool) -> Guest.ID? {
        while start < ids.count {
            let id = ids.removeLast()
            if isMeant(id) { return id }
        }
        return nil
    }

    mutating func removeAll(where isGone: (Guest.ID) -> Bool) {
        ids = ids[start...].filter { !isGone($0) }
        start = 0
    }
}
