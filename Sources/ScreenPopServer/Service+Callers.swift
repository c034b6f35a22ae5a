import CallerIndex
import CustomerRecords
import CustomerStore
import Customers
import Numbering
import ProtocolWords
import WireProtocol

/// From numbers to customers.
extension Service {
    /// Answers the lookups that have been collected, in their order.
    ///
    /// Whoever writes a reply calls this first, so that nobody's replies stand in the writer before
    /// those of another one.
    ///
    /// - Parameter reading: whose bytes are being read; what it has asked is answered last, and
    ///   its replies stay in the writer. Those of the others are sent.
    func answerLookups(reading: Session? = nil) {
        guard batch.count > 0 else { return }
        assert(batch.askers.isEmpty || writer.byteCount == 0, "a reply would go to another client")
        let places = index.places(of: batch.numbers.span.extracting(..<batch.count))
        let since = batch.since ?? 0
        var next = 0
        for place in batch.askers.indices {
            let (session, end) = (batch.askers[place].session, batch.askers[place].end)
            writer.format = session.format
            answer(next..<end, places)
            handOver(session, since: since)
            next = end
        }
        if let reading {
            writer.format = reading.format
            answer(next..<batch.count, places)
        }
        batch.removeAll()
    }

    @inline(__always)
    private func answer(_ lookups: Range<Int>, _ places: borrowing InlineArray<32, UInt32>) {
        let sources = index.sources
        for lookup in lookups {
            let number = batch.numbers[lookup]
            guard let match = index.match(number, at: places[lookup]) else {
                answerMiss(number)
                continue
            }
            if match.isShared {
                answerShared(number)
            } else {
                statistics.found += 1
                writer.found(number, match.record, sources)
            }
        }
    }

    private func answerShared(_ number: PhoneNumber) {
        var common = CommonFigures()
        index.forEach(number) { record in
            common.add(
                value: record.valueGrade, complaints: record.complaints,
                referrals: record.referrals, interruptions: record.interruptions)
        }
        statistics.shared += 1
        writer.shared(number, common, .exact, index.sources)
    }

    /// A number that nobody has as it stands.
    private func answerMiss(_ number: PhoneNumber) {
        if isWithheld(number) { return writeWithheld() }
        guard mayBeFound(number) else {
            statistics.nobody += 1
            return writer.nobody(number)
        }
        let findings = Findings(
            Caller(number), search, .lookup, exactIsDone: true, in: index)
        write(findings, index.sources)
    }

    private func isWithheld(_ number: PhoneNumber) -> Bool { withheldNumbers.contains(number) }

    /// Whether a tier behind `exact` has anything for this number: a quick no for the many that
    /// nobody has. The search itself decides.
    private func mayBeFound(_ number: PhoneNumber) -> Bool {
        if search.suffixDigits > 0 { return true }
        for variant in Variants(of: number) where index.holds(variant.number) { return true }
        var lengths = index.blockLengths
        guard lengths != 0 else { return false }
        var length = number.digitCount
        lengths &= (1 << UInt16(length)) - 1
        var beginning = number.digits
        while lengths != 0 {
            length -= 1
            beginning /= 10
            let bit: UInt16 = 1 << UInt16(length)
            if lengths & bit != 0, let head = PhoneNumber(digits: beginning), index.holds(head) {
                return true
            }
            lengths &= ~bit
        }
        return false
    }

    /// A number in some other spelling: read once, remembered, then looked up as any other.
    func lookUp(_ spelled: Span<UInt8>, _ session: Session) throws(ReplyCode) {
        let reading = read(spelled, session)
        guard let caller = Caller(reading, of: spelled, on: line(of: session)),
            caller.number != nil || search.canReadDigits
        else { return writeNoNumber(reading) }
        try find(caller, .lookup, session)
    }

    /// A canonical number before the index is complete.
    func lookUp(_ number: PhoneNumber, _ session: Session) throws(ReplyCode) {
        if isWithheld(number) { return writeWithheld() }
        try find(Caller(number), .lookup, session)
    }

    /// Lists every customer of a caller.
    func listMatches(_ spelled: Span<UInt8>, _ session: Session) throws(ReplyCode) {
        let reading = read(spelled, session)
        guard let caller = Caller(reading, of: spelled, on: line(of: session)) else {
            return writeNoNumber(reading)
        }
        try find(caller, .matches, session)
    }

    /// Tells every step of a lookup.
    func explain(_ spelled: Span<UInt8>, _ session: Session) throws(ReplyCode) {
        giveWay(session)
        let line = line(of: session)
        let (reading, steps) = readings.reader.trace(spelled, on: line)
        guard let caller = Caller(reading, of: spelled, on: line) else {
            return writer.why(reading, steps, line)
        }
        try find(caller, .why(steps), session)
    }

    private func find(
        _ caller: Caller, _ purpose: Findings.Purpose, _ session: Session
    ) throws(ReplyCode) {
        guard state.isComplete else { return try ask(.find(caller, search, purpose), session) }
        if search.readsElsewhere(caller) { giveWay(session) }
        write(Findings(caller, search, purpose, in: index), index.sources)
    }

    /// Reads a number as the session's line writes it; gives way where that cost time.
    func read(_ spelled: Span<UInt8>, _ session: Session) -> Reading {
        let hitsBefore = readings.hitCount
        let reading = readings.read(spelled, on: line(of: session))
        if readings.hitCount == hitsBefore { giveWay(session) }
        return reading
    }

    /// Lets the other connections go first after a request that cost time.
    func giveWay(_ session: Session) {
        guard session.pause == nil else { return }
        session.pause = .yielding
        yielding.append(session.id)
        onYield()
    }

    func write(_ findings: Findings, _ sources: LoadedSources) {
        switch findings.purpose {
        case .lookup: writeLookup(findings, sources)
        case .matches: writer.matches(findings, sources)
        case .why(let steps): writer.why(findings, steps, sources)
        }
    }

    private func writeLookup(_ findings: Findings, _ sources: LoadedSources) {
        statistics.count(findings)
        writer.lookup(findings, sources)
    }

    private func writeWithheld() {
        writeNoNumber(.withheld)
    }

    /// The refusal of a string that is no number to look up.
    func writeNoNumber(_ reading: Reading) {
        statistics.count(reading)
        writer.noNumber(reading)
    }
}
