import CustomerStore
import Customers
import ProtocolWords
import WireProtocol

/// Requests that store something: their texts, their way to the database, their replies.
extension Service {
    /// How far a client's clock may be ahead of ours, in seconds.
    private static let clockTolerance: Int64 = 300

    /// Takes one line of a block; carries the request out when it was the last.
    func readOn(_ line: Span<UInt8>, _ problem: ReplyCode?, _ session: Session) {
        guard session.block?.take(line, problem) == true, let block = session.block else { return }
        session.block = nil
        answerLookups(reading: session)
        do throws(ReplyCode) {
            if let problem = block.problem { throw problem }
            let opening = block.line.span
            try carryOut(Request(parsing: opening, block: block.text), opening, session)
        } catch {
            statistics.refusedRequestCount += 1
            writer.reply(error)
        }
    }

    func store(_ request: WriteRequest, _ session: Session) throws(ReplyCode) {
        if let at = request.at, at > clock.now() + Self.clockTolerance { throw .badArgument }
        try awaitStore(session)
        store.write(request, for: session.id)
    }

    func write(_ outcome: WriteOutcome) {
        switch outcome {
        case .written(let reference): write(.written, reference)
        case .repeated(let reference): write(.repeated, reference)
        case .linked(let state, let calls): writer.linked(.written, state, calls: calls)
        case .unchanged(let state): writer.linked(.repeated, state, calls: 0)
        case .noLink: writer.reply(.noLink)
        case .noCustomer: writer.reply(.noCustomer)
        case .noMember(let customer): write(noMember: customer)
        case .noReference: writer.reply(.noReference)
        case .referenceTaken: writer.reply(.referenceTaken)
        case .failed(let error):
            writer.begin(.notStored)
            writer.say(ReplyCode.notStored.text)
            writer.field("reason", word: error.word)
            writer.end()
        }
    }

    private func write(_ code: ReplyCode, _ reference: String) {
        writer.begin(code)
        writer.field("reference", quoted: reference)
        writer.end()
    }

    private func write(noMember customer: CustomerReference) {
        writer.begin(.noCustomer)
        writer.say(ReplyCode.noCustomer.text)
        switch customer {
        case .account(let account): writer.field("account", word: account.text)
        case .id(let id): writer.field("id", Int(id.value))
        }
        writer.end()
    }
}
