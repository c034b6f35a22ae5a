import CallerIndex
import CustomerRecords
import CustomerStore
import Customers
public import Numbering
import ProtocolWords
import WireProtocol

/// What the lines write, and what is stored.
extension Service {
    /// The settings of a connection's line: its own, else its listener's, else the daemon's.
    func line(of session: Session) -> LineSettings { session.line.over(line) }

    func setRegion(_ word: String?, _ session: Session) throws(ReplyCode) {
        let region = word.flatMap { Region($0) }
        guard word == nil || region != nil else { throw .badArgument }
        session.line.place = LineOverride.Place(region)
        writer.lineSettings(line(of: session))
    }

    func setNumberFormat(_ word: String, _ session: Session) throws(ReplyCode) {
        guard let format = NumberFormat(word: word) else { throw .badArgument }
        session.line.format = format
        writer.lineSettings(line(of: session))
    }

    /// Links the number of a caller with a customer, confirms the link or takes it back.
    func link(
        _ verb: LinkVerb, _ spelled: Span<UInt8>, _ customer: CustomerReference, _ agent: String,
        _ session: Session
    ) throws(ReplyCode) {
        let reading = read(spelled, session)
        guard case .number(let read) = reading else { return writeNoNumber(reading) }
        let change: LinkChange =
            switch verb {
            case .link: .link
            case .confirm: .confirm
            case .unlink: .unlink
            }
        try store(WriteRequest(.link(change, read.number, customer), agent: agent), session)
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

    func forgetWithheld() {
        for number in withheldNumbers {
            var holders: [Summary] = []
            index.forEach(number) { holders.append($0.summary) }
            index.apply(withoutWithheld(SummaryBatch(holders)))
        }
    }

    /// A number that networks deliver for callers who show none is nobody's.
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
