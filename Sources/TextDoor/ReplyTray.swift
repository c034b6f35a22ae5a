import CallerIndex
import Customers
import FrontDesk
import WireProtocol

/// Replies on their way to clients, and lookups that are still to be answered.
///
/// One buffer serves all clients. Whoever writes names the client: what waits to be answered is
/// answered first, and what stands there for another client is sent first. So no reply can come
/// before an earlier one, and none can reach another client's connection.
///
///     lookUp(_:for:) ──> batch ──┐ reply(to:_:), answerAll()
///     reply(to:_:) ──────────────┴──> writer ──another client, endTurn──> the client's connection
final class ReplyTray {
    /// Replies collected before they are handed on in the middle of a reading, in bytes.
    private static let flushBytes = 256 * 1024

    private let desk: FrontDesk
    @safe @exclusivity(unchecked) private var batch = LookupBatch()
    @safe @exclusivity(unchecked) private var writer = ReplyWriter(capacity: 1 << 20)
    /// Whose replies are in the writer.
    @safe @exclusivity(unchecked) private var owner: Session?
    /// When the first bytes arrived that are answered now; nanoseconds of the monotonic clock.
    private var since: UInt64 = 0
    /// Called when a client's replies have been sent.
    private let onSent: (Session) -> Void

    init(_ desk: FrontDesk, onSent: @escaping (Session) -> Void) {
        self.desk = desk
        self.onSent = onSent
    }

    /// A client's bytes have come and are read now.
    func beginReading() {
        if batch.count == 0 { since = desk.clock.monotonicNanoseconds() }
    }

    /// Takes a lookup of the client that is being read.
    @inline(__always)
    func lookUp(_ number: PhoneNumber, for session: Session) {
        batch.append(number, of: session)
        if batch.isFull { answerBatch() }
    }

    /// Writes for one client.
    func reply(to session: Session, _ write: (inout ReplyWriter) -> Void) {
        answerBatch()
        own(session)
        write(&writer)
    }

    /// Hands on what has been written where it is much.
    @inline(__always)
    func relieve() {
        guard writer.byteCount >= Self.flushBytes, let owner else { return }
        send(to: owner)
    }

    /// Everything that a client has sent has been read.
    ///
    /// - Parameter mayWait: whether its lookups may be answered together with those of others.
    func endReading(of session: Session, mayWait: Bool) {
        if mayWait, batch.endsWith(session), !batch.isWide, writer.byteCount == 0 { return }
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
        onSent(session)
        desk.statistics.noteLatency(since: since, now: desk.clock.monotonicNanoseconds())
    }

    private func send(to session: Session) {
        guard writer.byteCount > 0 else { return }
        writer.withBytes { session.send($0) }
        writer.clear()
        if session.pause == nil, session.hasTooMuchUnsent {
            session.wait(since: desk.clock.seconds)
        }
    }

    @inline(__always)
    private func own(_ session: Session) {
        if owner !== session {
            flush()
            owner = session
        }
        writer.format = session.format
    }
}

/// Lookups in the canonical spelling, many at once.
extension ReplyTray {
    private func answerBatch() {
        guard batch.count > 0 else { return }
        let index = desk.index
        let places = index.callers.places(of: batch.numbers.span.extracting(..<batch.count))
        for asker in batch.askers.indices {
            own(batch.askers[asker].session)
            answer(batch.lookups(of: asker), places)
        }
        batch.removeAll()
    }

    @inline(__always)
    private func answer(_ lookups: Range<Int>, _ places: borrowing InlineArray<32, UInt32>) {
        let sources = desk.index.callers.sources
        var found = 0
        for lookup in lookups {
            let number = batch.numbers[lookup]
            guard let match = desk.index.callers.match(number, at: places[lookup]) else {
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
        desk.statistics.count(found: found)
    }

    private func answer(_ result: LookupResult) {
        desk.statistics.count(result)
        writer.lookup(result)
    }
}
