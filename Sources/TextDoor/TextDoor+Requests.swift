import CustomerStore
import Customers
import FrontDesk
import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// From bytes to questions.
extension TextDoor {
    /// Carries out the requests in `bytes`, as far as the session may go. Lookups may be left in
    /// the tray until the end of the turn.
    ///
    /// - Returns: how many bytes were used.
    func carryOut(_ bytes: Span<UInt8>, _ session: Session) -> Int {
        let tray = tray
        // Nothing changes that between two turns of the sockets.
        let isComplete = desk.index.isComplete
        var isPlain = isComplete && session.access.mayLookUp
        tray.beginReading(of: session)
        session.usage.pace.beginSlice()
        let used = session.reader.read(
            bytes, limit: { session.block == nil ? Limits.requestLineBytes : Limits.blockBytes }
        ) { line, problem in
            // Nearly all requests.
            if isPlain, problem == nil, session.block == nil,
                let number = PhoneNumber(canonicalLookup: line)
            {
                session.requestCount += 1
                tray.lookUp(number)
            } else {
                self.read(line, problem, session)
                // It may be somebody else now.
                isPlain = isComplete && session.access.mayLookUp
            }
            return !session.isStopped && !session.isUsedUp
        }
        let goesOn = !session.isStopped && !session.isUsedUp
        tray.endReading(mayWait: isCollecting && goesOn)
        desk.calls.pushNotices()
        count(session)
        if !goesOn { session.settle(by: desk.clock) }
        return used
    }

    private func read(_ line: Span<UInt8>, _ problem: ReplyCode?, _ session: Session) {
        if session.block != nil { return readOn(line, problem, session) }
        if ForeignProtocol.begins(line) { return sendAway(session) }
        if turn.isSpent || pushes.isFull {
            session.postpone(line, problem)
            return giveWay(session)
        }
        tray.answerOthers(than: session)
        carryOut(line, problem, session)
    }

    /// Carries one request out, and counts how long it took.
    func carryOut(_ line: Span<UInt8>, _ problem: ReplyCode?, _ session: Session) {
        session.requestCount += 1
        let began = desk.clock.monotonicNanoseconds()
        defer { charge(session, since: began) }
        do throws(ReplyCode) {
            if let problem {
                session.block = TextBlock(refusing: line, problem)
                if session.block != nil { return }
                throw problem
            }
            try carryOut(Request(parsing: line), line, session)
        } catch {
            refuse(error, session)
        }
    }

    /// Somebody speaks another protocol: nothing of what follows is a request.
    func sendAway(_ session: Session) {
        session.requestCount += 1
        counts.foreign += 1
        counts.refusedRequests += 1
        say(.foreignProtocol, andFinish: session)
    }

    private func refuse(_ code: ReplyCode, _ session: Session) {
        counts.refusedRequests += 1
        tray.reply(to: session) { $0.reply(code) }
    }

    /// Takes one line of a block; carries the request out when it was the last.
    private func readOn(_ line: Span<UInt8>, _ problem: ReplyCode?, _ session: Session) {
        guard session.block?.take(line, problem) == true, let block = session.block else { return }
        session.block = nil
        let began = desk.clock.monotonicNanoseconds()
        defer { charge(session, since: began) }
        do throws(ReplyCode) {
            if let problem = block.problem { throw problem }
            let opening = block.line.span
            let request = try Request(parsing: opening, block: block.text)
            try carryOut(request, opening, session, textBytes: block.text.count)
        } catch {
            refuse(error, session)
        }
    }

    /// What concerns the connection is answered here, everything else is the desk's.
    ///
    /// - Parameter textBytes: of the text behind the line.
    private func carryOut(
        _ request: Request, _ line: Span<UInt8>, _ session: Session, textBytes: Int = 0
    ) throws(ReplyCode) {
        try admit(request, session)
        if try carryOutOwn(request, line, session) { return }
        switch request {
        case .lookup(let number): ask(.lookUp(number), session)
        case .lookupSpelled(let range): find(.oneLine, line.extracting(range), session)
        case .matches(let range): find(.everybody, line.extracting(range), session)
        case .why(let range): find(.everyStep, line.extracting(range), session)
        case .badNumbers(let count): ask(.read(.badNumbers(count: count)), session)
        case .changedNumbers(let count): ask(.read(.changedNumbers(count: count)), session)
        case .link(let verb, let range, let customer, let agent):
            let number = received(line.extracting(range), session)
            ask(
                .link(verb.change, number, customer, agent: agent), session,
                byteCount: line.count)
        case .card(let customer):
            ask(.read(.card(customer, rowLimit: Limits.cardEntries)), session)
        case .history(let customer, nil, let count):
            ask(.read(.history(customer, count: count)), session)
        case .history(let customer, let name?, let count):
            ask(.read(.entry(customer, named: name, count: count)), session)
        case .explain(let customer): ask(.read(.explain(customer)), session)
        case .score: ask(.order(.score), session)
        case .verify: ask(.order(.verify), session)
        case .write(let request):
            ask(.write(request), session, byteCount: line.count + textBytes)
        case .block(let block): session.block = block
        case .call(let event): ask(try question(event, line, session), session)
        case .watch(let target):
            pushAll(to: session)
            ask(.watch(target.watched), session)
        case .unmask(let customer, let reason):
            ask(.unmask(customer, reason: reason), session)
        case .pbx, .region, .numberFormat, .accessCode, .lineSettings, .hello, .signIn, .act, .help,
            .ping, .version, .stats, .clients, .format, .quit:
            break
        }
    }

    private func find(_ search: Question.Search, _ number: Span<UInt8>, _ session: Session) {
        ask(.find(received(number, session), search), session)
    }

    private func received(_ number: Span<UInt8>, _ session: Session) -> Received {
        Received(number.indices.map { number[$0] }, on: line(of: session))
    }

    private func question(
        _ event: CallEvent, _ line: Span<UInt8>, _ session: Session
    ) throws(ReplyCode) -> Question {
        switch event {
        case .ring(let call, let range, let mayHoldName, let agent):
            let number = received(line.extracting(range), session)
            return .announce(
                Announcement(
                    number, .screen(try full(call, session), agent), from: session.pbx,
                    mayHoldName: mayHoldName))
        case .answer(let call, let agent): return .answered(try full(call, session), agent)
        case .transfer(let call, let agent): return .transferred(try full(call, session), agent)
        case .withdraw(let call, let agent): return .withdrawn(try full(call, session), agent)
        case .hangUp(let call): return .hungUp(try full(call, session))
        case .allOver: return .allOver(session.pbx)
        }
    }

    /// The name by which everybody knows what this connection calls so.
    private func full(_ call: CallID, _ session: Session) throws(ReplyCode) -> CallID {
        guard let name = desk.calls.fullName(of: call, at: session.pbx) else { throw .badArgument }
        return name
    }

    /// Asks the desk and tells the answer, or waits for it.
    ///
    /// - Parameter byteCount: bytes of a request that stores something.
    private func ask(_ question: Question, _ session: Session, byteCount: Int = 0) {
        if let limit = takeShare(of: question, byteCount, session) {
            return refuse(limit, session)
        }
        let response = desk.ask(question, by: session.party, through: self)
        guard let answer = response.answer else {
            return beginWaiting(session, byteCount: byteCount)
        }
        if case .refused = answer { counts.refusedRequests += 1 }
        tell(answer, session)
        if case .watch(let target) = question, case .watching(let walk) = answer {
            watch(target, walk, session)
        }
    }
}

extension LinkVerb {
    fileprivate var change: LinkChange {
        switch self {
        case .link: .link
        case .confirm: .confirm
        case .unlink: .unlink
        }
    }
}

extension WatchTarget {
    fileprivate var watched: CallBoard.Watched {
        switch self {
        case .agents(let agents): .agents(agents)
        case .everybody: .everybody
        }
    }
}
