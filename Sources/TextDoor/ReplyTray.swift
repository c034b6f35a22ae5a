import Access
import CallerIndex
import Customers
import EventLoop
import FrontDesk
import ProtocolWords
import WireProtocol

/// Replies on their way to clients, and lookups that are still to be answered.
///
/// One buffer serves all clients. Whoever writes names the client: what waits to be answered is
/// answered first, and what stands there for another client is sent first. So no reply can come
/// before an earlier one, and none can reach another client's connection.
///
///     lookUp(_:) ──> batch ──┐ reply(to:_:), answerAll()
///     reply(to:_:) ──────────┴──> writer ──another client, endTurn──> the client's connection
final class ReplyTray {
    /// Replies collected before they are handed on in the middle of a reading, in bytes.
    private static let flushBytes = 256 * 1024

    private let desk: FrontDesk
    @safe @exclusivity(unchecked) private var batch = LookupBatch()
    @safe @exclusivity(unchecked) private var writer = ReplyWriter(capacity: 1 << 20)
    /// Whose replies are in the writer.
    @safe @exclusivity(unchecked) private var owner: Session?
    /// When the first bytes arrived that are answered now; nanoseconds of the monotonic clock.
    @safe @exclusivity(unchecked) private var since: UInt64 = 0
    /// Lookups of the client that is being answered that found nobody.
    @safe @exclusivity(unchecked) private var missedCount = 0
    /// The client whose bytes are being read.
    @safe @exclusivity(unchecked) private var reading: Session?
    /// Told of a client that has not taken what it was sent, or has at last.
    var onOwing: (Session) -> Void = { _ in }

    init(_ desk: FrontDesk) { self.desk = desk }

    /// A client's bytes have come and are read now.
    func beginReading(of session: Session) {
        if batch.count == 0 { since = desk.clock.monotonicNanoseconds() }
        reading = session
        batch.open(for: session)
    }

    /// Takes a lookup of the client that is being read.
    @inline(__always)
    func lookUp(_ number: PhoneNumber) {
        batch.append(number)
        if batch.isFull { answerBatch() }
    }

    /// Writes for one client.
    func reply(to session: Session, _ write: (inout ReplyWriter) -> Void) {
        answerBatch()
        own(session)
        write(&writer)
        relieve(session)
    }

    /// Answers what others have asked: this client's next request costs more than a lookup.
    func answerOthers(than session: Session) {
        if owner.map({ $0 !== session }) == true || batch.holdsOthers(than: session) { answerAll() }
    }

    /// Everything that the client has sent has been read.
    ///
    /// - Parameter mayWait: whether its lookups may be answered together with those of others.
    func endReading(mayWait: Bool) {
        reading = nil
        let hasLookups = batch.close()
        if mayWait, hasLookups, !batch.isWide, writer.byteCount == 0 { return }
        answerAll()
    }

    /// Answers and sends everything.
    func answerAll() {
        answerBatch()
        flush()
    }

    /// Sends what is written.
    private func flush() {
        guard let session = owner else { return }
        owner = nil
        send(to: session)
        session.settle(by: desk.clock)
        desk.noteLatency(since: since)
    }

    /// Hands on what has been written where it is much.
    @inline(__always)
    private func relieve(_ session: Session) {
        if writer.byteCount >= Self.flushBytes { send(to: session) }
    }

    private func send(to session: Session) {
        guard writer.byteCount > 0 else { return }
        writer.withBytes { session.send($0) }
        writer.clear()
        let unsent = session.connection.unsentByteCount
        if session.pause == nil, unsent > Limits.unsentReplyBytes {
            session.wait(since: desk.clock.seconds)
        }
        if unsent > 0 || session.usage.owedBytes > 0 { onOwing(session) }
    }

    @inline(__always)
    private func own(_ session: Session) {
        if owner !== session {
            flush()
            owner = session
        }
        writer.sight = session.access.eyes.sight
        writer.openedID = session.access.eyes.opened?.id.value ?? 0
        writer.format = session.format
    }
}

/// Lookups in the canonical spelling, many at once.
extension ReplyTray {
    private func answerBatch() {
        // Lent once for all of them: from another module the runtime checks each look at it.
        if batch.count > 0 { answerBatch(desk.index.callers) }
    }

    private func answerBatch(_ index: borrowing CallerIndex) {
        let places = index.places(of: batch.numbers.span.extracting(..<batch.count))
        for asker in batch.askers.indices {
            let lookups = batch.lookups(of: asker)
            if lookups.isEmpty { continue }
            own(batch.askers[asker].session)
            answer(lookups, places, index)
            batch.askers[asker].session.usage.lookups.asked += lookups.count
            batch.askers[asker].session.usage.lookups.missed += missedCount
            missedCount = 0
            relieve(batch.askers[asker].session)
        }
        batch.removeAll()
        if let reading { batch.open(for: reading) }
    }

    @inline(__always)
    private func answer(
        _ lookups: Range<Int>, _ places: borrowing InlineArray<32, UInt32>,
        _ index: borrowing CallerIndex
    ) {
        let sources = index.sources
        var found = 0
        for lookup in lookups {
            let number = batch.numbers[lookup]
            guard let match = index.match(number, at: places[lookup]) else {
                answer(desk.callers.resultOfMiss(number))
                continue
            }
            if match.isShared {
                answer(desk.callers.resultOfShared(number))
            } else {
                found += 1
                writer.found(number, match.record, sources)
            }
        }
        desk.count(found: found)
    }

    private func answer(_ result: LookupResult) {
        if case .nobody = result { missedCount += 1 }
        desk.statistics.count(result)
        writer.lookup(result)
    }
}
