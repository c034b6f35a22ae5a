import CallerIndex
import CustomerStore
import Customers
import Numbering
import WireProtocol

/// From bytes to replies.
extension Service {
    /// Carries out the requests in `bytes`, as far as the session may go.
    func carryOut(_ bytes: Span<UInt8>, _ session: Session) {
        let start = clock.monotonicNanoseconds()
        let lookupsBefore = statistics.lookupCount
        writer.format = session.format
        let used = session.reader.read(bytes) { line, problem in
            self.read(line, problem, session)
            if writer.byteCount >= Self.flushBytes { self.send(session) }
            return !session.isStopped
        }
        answerBatch()
        send(session)
        if used < bytes.count { session.keep(bytes.extracting(used...)) }
        if session.isStopped { session.connection.pauseReading() }
        let lookups = statistics.lookupCount - lookupsBefore
        if lookups > 0 {
            statistics.recordLatency(clock.monotonicNanoseconds() - start, lookups: lookups)
        }
    }

    @inline(__always)
    private func read(_ line: Span<UInt8>, _ problem: ReplyCode?, _ session: Session) {
        if session.block != nil { return readOn(line, problem, session) }
        session.requestCount += 1
        do throws(ReplyCode) {
            if let problem { throw problem }
            let request = try Request(parsing: line)
            if case .lookup(let number) = request, state.isComplete {
                batch.append(number)
                if batch.isFull { answerBatch() }
                return
            }
            answerBatch()
            try carryOut(request, line, session)
        } catch {
            answerBatch()
            statistics.refusedRequestCount += 1
            writer.reply(error)
        }
    }

    /// Answers the lookups that have been collected, in their order.
    func answerBatch() {
        guard batch.count > 0 else { return }
        let sources = index.sources
        index.find(batch.count, batch.numbers) { number, match in
            guard let match else {
                statistics.nobody += 1
                return writer.nobody(number)
            }
            if match.isShared { return answerShared(number) }
            statistics.found += 1
            writer.found(number, match.record, sources)
        }
        batch.removeAll()
    }

    private func answerShared(_ number: PhoneNumber) {
        var common = CommonFigures()
        index.forEach(number) { record in
            common.add(
                value: record.valueGrade, complaints: record.complaints,
                referrals: record.referrals, interruptions: record.interruptions)
        }
        statistics.shared += 1
        writer.shared(number, common, index.sources)
    }

    func carryOut(
        _ request: Request, _ line: Span<UInt8>, _ session: Session
    ) throws(ReplyCode) {
        switch request {
        case .lookup(let number): try ask(.lookup(number), session)
        case .lookupSpelled(let range): try lookUp(line.extracting(range), session)
        case .card(let customer): try ask(.card(customer), session)
        case .history(let customer, let count): try ask(.history(customer, count: count), session)
        case .explain(let customer): try ask(.explain(customer), session)
        case .score: try order(.score, session)
        case .verify: try order(.verify, session)
        case .write(let request): try store(request, session)
        case .block(let block): session.block = block
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

    /// A number in some other spelling: read once, remembered, then looked up as any other.
    private func lookUp(_ spelled: Span<UInt8>, _ session: Session) throws(ReplyCode) {
        let missesBefore = readings.missCount
        let reading = readings.read(spelled, on: self.line)
        if readings.missCount > missesBefore { giveWay(session) }
        switch reading {
        case .number(let read) where state.isComplete:
            batch.append(read.number)
            answerBatch()
        case .number(let read):
            try ask(.lookup(read.number), session)
        case .withheld:
            statistics.withheld += 1
            writer.noNumber(.withheld, match: "withheld")
        case .shortCode:
            statistics.notASubscriber += 1
            writer.noNumber(.notASubscriber, match: "none", reason: "short-code")
        case .internalExtension:
            statistics.notASubscriber += 1
            writer.noNumber(.notASubscriber, match: "none", reason: "extension")
        case .unreadable(let problem):
            statistics.unreadable += 1
            writer.noNumber(.unreadableNumber, match: "none", reason: problem.reason.word)
        }
    }

    private func ask(_ question: StoreQuestion, _ session: Session) throws(ReplyCode) {
        guard waitingForStore < Limits.waitingRequests else { throw .busy }
        waitingForStore += 1
        session.pause = .waitingForStore
        store.ask(question, for: session.id)
    }

    /// Lets the other connections go first after a number that cost time.
    private func giveWay(_ session: Session) {
        session.pause = .yielding
        yielding.append(session.id)
        onYield()
    }

    func write(_ answer: StoreAnswer) {
        switch answer {
        case .summaries(let number, let summaries, let sources):
            write(summaries, of: number, sources)
        case .card(let card?): writer.card(card, index.sources)
        case .card(nil), .noCustomer: writer.reply(.noCustomer)
        case .history(let account, let entries): writer.history(account, entries)
        case .explanation(let explanation): writer.explanation(explanation)
        case .failed: writer.reply(.databaseUnavailable)
        }
    }

    func write(
        _ summaries: [Summary], of number: PhoneNumber, _ sources: LoadedSources
    ) {
        switch summaries.count {
        case 0:
            statistics.nobody += 1
            writer.nobody(number)
        case 1:
            statistics.found += 1
            writer.found(number, summaries[0], sources)
        default:
            var common = CommonFigures()
            for figures in summaries.map(\.figures) {
                common.add(
                    value: Int(figures.value?.grade ?? 0), complaints: figures.complaints,
                    referrals: figures.referrals, interruptions: figures.interruptions)
            }
            statistics.shared += 1
            writer.shared(number, common, sources)
        }
    }
}
