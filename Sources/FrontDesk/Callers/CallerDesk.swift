import CallerIndex
import CustomerRecords
public import Customers
public import Numbering

/// From what a line delivers to a number, and from a number to its customers.
public final class CallerDesk {
    /// What a received string leads to, before anybody is looked for.
    enum Identification {
        case caller(Caller)
        case nothing(NoNumber)
    }

    private let index: IndexKeeper
    /// Where numbers come from on lines of which nothing else is said.
    public var line: LineSettings
    /// What strings read as, remembered.
    public private(set) var readings: ReadingCache
    private(set) var search: CallerSearch
    /// The words for withheld that are numbers in the canonical spelling.
    private var withheldNumbers: [PhoneNumber]

    init(_ index: IndexKeeper, _ numbers: NumberReader, _ line: LineSettings, suffixDigits: Int) {
        self.index = index
        self.line = line
        readings = ReadingCache(reader: numbers)
        search = CallerSearch(reader: numbers, suffixDigits: suffixDigits)
        withheldNumbers = numbers.plan.withheld.numbers
    }

    /// Replaces how numbers are read; what was remembered of the old way is forgotten.
    ///
    /// Customers keep no number that is a word for withheld from now on.
    public func read(with numbers: NumberReader) {
        readings = ReadingCache(reader: numbers)
        search = CallerSearch(reader: numbers, suffixDigits: search.suffixDigits)
        withheldNumbers = numbers.plan.withheld.numbers
        forgetWithheld()
    }

    /// Reads a string; remembers what it was.
    func read(_ received: Received) -> Reading {
        readings.read(received.bytes.span, on: received.line)
    }

    /// Reads a string and keeps the steps.
    func trace(_ received: Received) -> (Reading, [ReadingStep]) {
        readings.reader.trace(received.bytes.span, on: received.line)
    }

    /// Whom to look for behind a reading.
    func identify(_ reading: Reading, of received: Received) -> Identification {
        if let caller = Caller(reading, of: received.bytes.span, on: received.line),
            caller.number != nil || search.canReadDigits
        {
            return .caller(caller)
        }
        switch reading {
        case .number(let read): return .caller(Caller(read.number))
        case .withheld: return .nothing(.withheld)
        case .shortCode: return .nothing(.shortCode)
        case .internalExtension: return .nothing(.internalExtension)
        case .unreadable(let unreadable): return .nothing(.unreadable(unreadable.reason))
        }
    }

    func identify(_ number: PhoneNumber) -> Identification {
        isWithheld(number) ? .nothing(.withheld) : .caller(Caller(number))
    }

    /// The same for what telephony systems deliver, which is mostly in the canonical spelling.
    func identify(_ received: Received) -> Identification {
        if let number = PhoneNumber(canonical: received.bytes.span) { return identify(number) }
        return identify(readings.read(received.bytes.span, on: received.line), of: received)
    }

    /// Why a number that a line may deliver is none to be stored; `nil`: it is one.
    ///
    /// An import says the same of it.
    func problemOfStoring(_ received: Received) -> Unreadable.Reason? {
        let entered = String(decoding: received.bytes, as: UTF8.self)
        let reading = readings.reader.readEntered(entered, on: received.line)
        if case .unreadable(let problem) = reading, PhoneNumber(canonical: entered) != nil {
            return problem.reason
        }
        return nil
    }

    /// Looks a caller up in the index.
    ///
    /// - Returns: `nil` when only the database can say it, or had better: the index is not there,
    ///   or very many customers are wanted one by one.
    func find(_ caller: Caller, _ purpose: Findings.Purpose) -> Findings? {
        guard index.isComplete else { return nil }
        if case .lookup = purpose, caller.extensionDigits == nil { return find(caller) }
        if let number = caller.number, index.callers.isCrowded(number) { return nil }
        let findings = Findings(caller, search, purpose, in: index.callers)
        return findings.needExtensions ? nil : findings
    }

    /// Looks a caller up in the index for one line, whatever was dialled behind the number.
    func find(_ caller: Caller) -> Findings {
        if let number = caller.number, index.callers.isCrowded(number) {
            let tally = index.tally(of: number)
            if tally.customerCount > 1 {
                let some = index.callers.holders(of: number, upTo: Findings.concernedOfCrowd)
                return Findings(caller, shared: tally.common, concerned: some)
            }
        }
        return Findings(caller, search, .lookup, in: index.callers)
    }
}

/// Numbers that the index does not hold as they stand.
extension CallerDesk {
    /// What comes of a number that nobody has as it stands.
    public func resultOfMiss(_ number: PhoneNumber) -> LookupResult {
        if isWithheld(number) { return .noNumber(.withheld) }
        guard mayBeFound(number) else { return .nobody(number) }
        let findings = Findings(
            Caller(number), search, .lookup, exactIsDone: true, in: index.callers)
        return findings.result(index.callers.sources)
    }

    /// What comes of a number that several customers have as it stands.
    public func resultOfShared(_ number: PhoneNumber) -> LookupResult {
        let sources = index.callers.sources
        if index.callers.isCrowded(number) {
            return .shared(number, index.tally(of: number).common.known(by: sources), .exact)
        }
        var common = CommonFigures(sources)
        index.callers.forEach(number) { common.add($0) }
        return .shared(number, common, .exact)
    }

    private func isWithheld(_ number: PhoneNumber) -> Bool { withheldNumbers.contains(number) }

    /// Whether a tier behind `exact` has anything for this number: a quick no for the many that
    /// nobody has. The search itself decides.
    private func mayBeFound(_ number: PhoneNumber) -> Bool {
        if search.suffixDigits > 0 { return true }
        for variant in Variants(of: number) where index.callers.holds(variant.number) {
            return true
        }
        var lengths = index.callers.blockLengths
        guard lengths != 0 else { return false }
        var length = number.digitCount
        lengths &= (1 << UInt16(length)) - 1
        var beginning = number.digits
        while lengths != 0 {
            length -= 1
            beginning /= 10
            let bit: UInt16 = 1 << UInt16(length)
            if lengths & bit != 0, let head = PhoneNumber(digits: beginning),
                index.callers.holds(head)
            {
                return true
            }
            lengths &= ~bit
        }
        return false
    }
}

/// Numbers that networks deliver for callers who show none: they are nobody's.
extension CallerDesk {
    func forgetWithheld() {
        for number in withheldNumbers {
            var holders: [Summary] = []
            index.callers.forEach(number) { holders.append($0.summary) }
            index.apply(withoutWithheld(SummaryBatch(holders)))
        }
    }

    func withoutWithheld(_ batch: SummaryBatch) -> SummaryBatch {
        guard !withheldNumbers.isEmpty else { return batch }
        var isConcerned = false
        batch.forEach { record in
            if withheldNumbers.contains(where: record.holds) { isConcerned = true }
        }
        guard isConcerned else { return batch }
        return SummaryBatch(
            batch.summaries.lazy.map { [withheldNumbers] summary in
                var summary = summary
                summary.numbers.removeAll { withheldNumbers.contains($0.number) }
                return summary
            })
    }
}
