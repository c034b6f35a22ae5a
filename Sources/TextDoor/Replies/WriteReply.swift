import CustomerStore
import Customers
import ProtocolWords
import WireProtocol

/// What became of a write.
extension ReplyWriter {
    mutating func outcome(_ outcome: WriteOutcome) {
        switch outcome {
        case .written(let reference): stored(.written, reference)
        case .repeated(let reference): stored(.repeated, reference)
        case .linked(let state, let calls): linked(.written, state, calls: calls)
        case .unchanged(let state): linked(.repeated, state, calls: 0)
        case .noLink: reply(.noLink)
        case .noCustomer: reply(.noCustomer)
        case .noMember(let customer): noMember(customer)
        case .noReference: reply(.noReference)
        case .referenceTaken: reply(.referenceTaken)
        case .failed(let error):
            begin(.notStored)
            say(ReplyCode.notStored.text)
            field("reason", word: error.word)
            end()
        }
    }

    private mutating func stored(_ code: ReplyCode, _ reference: String) {
        begin(code)
        field("reference", quoted: reference)
        end()
    }

    private mutating func noMember(_ customer: CustomerReference) {
        begin(.noCustomer)
        say(ReplyCode.noCustomer.text)
        switch customer {
        case .account(let account): field("account", word: account.text)
        case .id(let id): field("id", Int(id.value))
        }
        end()
    }
}
