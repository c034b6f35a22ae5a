import CallerIndex
import CustomerStore
import Customers
import ProtocolWords
import WireProtocol

/// From bytes to replies.
extension Service {
    /// Carries out the requests in `bytes`, as far as the session may go. Lookups may be left in
    /// the batch, for `answerLookups()`.
    ///
    /// - Returns: how many bytes were used.
    func carryOut(_ bytes: Span<UInt8>, _ session: Session) -> Int {
        let since = batch.since ?? clock.monotonicNanoseconds()
        writer.format = session.format
        let used = session.reader.read(bytes) { line, problem in
            self.read(line, problem, session)
            if writer.byteCount >= Self.flushBytes { self.send(session) }
            return !session.isStopped && !session.isUsedUp
        }
        let mayWait = isCollecting && batch.isOpen && !batch.isWide && writer.byteCount == 0
        if mayWait, !session.isStopped, !session.isUsedUp {
            batch.close(for: session, since: since)
        } else {
            answerLookups(reading: session)
            handOver(session, since: since)
        }
        return used
    }

    /// Sends what has been written for `session`, and draws the consequences.
    func handOver(_ session: Session, since: UInt64) {
        send(session)
        deliver()
        if session.isUsedUp, session.pause != .waitingForStore { finish(session) }
        if session.isStopped { session.connection.pauseReading() }
        statistics.noteLatency(since: since, now: clock.monotonicNanoseconds())
    }

    @inline(__always)
    private func read(_ line: Span<UInt8>, _ problem: ReplyCode?, _ session: Session) {
        if session.block != nil { return readOn(line, problem, session) }
        session.requestCount += 1
        // Nearly all requests.
        if problem == nil, state.isComplete, let number = PhoneNumber(canonicalLookup: line) {
            batch.append(number)
            if batch.isFull { answerLookups(reading: session) }
            return
        }
        answerLookups(reading: session)
        do throws(ReplyCode) {
            if let problem { throw problem }
            try carryOut(Request(parsing: line), line, session)
        } catch {
            statistics.refusedRequestCount += 1
            writer.reply(error)
        }
    }

    func carryOut(
        _ request: Request, _ line: Span<UInt8>, _ session: Session
    ) throws(ReplyCode) {
        switch request {
        case .lookup(let number): try lookUp(number, session)
        case .lookupSpelled(let range): try lookUp(line.extracting(range), session)
        case .matches(let range): try listMatches(line.extracting(range), session)
        case .why(let range): try explain(line.extracting(range), session)
        case .region(let word): try setRegion(word, session)
        case .numberFormat(let word): try setNumberFormat(word, session)
        case .lineSettings: writer.lineSettings(self.line(of: session))
        case .badNumbers(let count): try ask(.badNumbers(count: count), session)
        case .changedNumbers(let count): try ask(.changedNumbers(count: count), session)
        case .link(let verb, let number, let customer, let agent):
            try link(verb, line.extracting(number), customer, agent, session)
        case .card(let customer): try ask(.card(customer), session)
        case .history(let customer, let count): try ask(.history(customer, count: count), session)
        case .explain(let customer): try ask(.explain(customer), session)
        case .score: try order(.score, session)
        case .verify: try order(.verify, session)
        case .write(let request): try store(request, session)
        case .block(let block): session.block = block
        case .call(let event): try carryOut(event, line, session)
        case .watch(let target): try watch(target, session)
        case .help(let verb): writer.help(verb)
        case .ping: writer.pong()
        case .version: writer.version()
        case .stats: writeStatistics()
        case .clients: writeClients()
        case .format(let format):
            session.format = format
            writer.format = format
            writer.reply(.done)
        case .quit:
            writer.reply(.bye)
            send(session)
            finish(session)
        }
    }

    /// Pauses a session until the store has answered; every answer ends one such wait.
    ///
    /// - Throws: `busy` when too many wait already.
    func awaitStore(_ session: Session) throws(ReplyCode) {
        guard waitingForStore < Limits.waitingRequests else { throw .busy }
        waitingForStore += 1
        session.pause = .waitingForStore
    }

    func ask(_ question: StoreQuestion, _ session: Session) throws(ReplyCode) {
        try awaitStore(session)
        store.ask(question, for: session.id)
    }

    func write(_ answer: StoreAnswer) {
        switch answer {
        case .found(let findings, let sources): write(findings, sources)
        case .card(let card?): writer.card(card, index.sources)
        case .card(nil), .noCustomer: writer.reply(.noCustomer)
        case .badNumbers(let numbers, let count): writer.badNumbers(numbers, of: count)
        case .changedNumbers(let numbers, let count): writer.changedNumbers(numbers, of: count)
        case .history(let account, let entries): writer.history(account, entries)
        case .explanation(let explanation): writer.explanation(explanation)
        case .failed: writer.reply(.databaseUnavailable)
        }
    }
}
