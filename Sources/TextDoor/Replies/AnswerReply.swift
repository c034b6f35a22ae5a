import CustomerStore
import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// The desk's answers in words; of a long one the first lines, `Telling` has the others.
extension ReplyWriter {
    mutating func answer(_ answer: Answer) {
        switch answer {
        case .lookup(let result): lookup(result)
        case .announced(let announced): self.announced(announced)
        case .matches(let findings, let sources): matches(findings, sources)
        case .steps(let findings, _, _): why(findings)
        case .reading(let reading, let steps): why(reading, steps)
        case .stage(let call, let stage): self.call(call, stage)
        case .ended(let calls): self.calls(calls)
        case .watching(let walk): calls(walk.count)
        case .card(let card, let sources, let hidden): self.card(card, sources, hidden: hidden)
        case .history(let account, let entries, let hidden):
            history(account, entries: entries.count, hidden: hidden)
        case .entry(let account, let entries, let hidden): whole(account, entries, hidden: hidden)
        case .explanation(let told, let hidden): explanation(told, hidden: hidden)
        case .unmasked(_, let account): unmasked(account)
        case .badNumbers(_, let count), .changedNumbers(_, let count): numbers(count)
        case .outcome(let outcome): self.outcome(outcome)
        case .scored(let report): scored(report)
        case .compared(let comparison, let named): compared(comparison, named)
        case .refused(.databaseUnavailable(let error)):
            begin(.databaseUnavailable)
            say(ReplyCode.databaseUnavailable.text)
            field("reason", word: error.word)
            end()
        case .refused(let refusal): reply(refusal.code)
        }
    }
}

extension Refusal {
    var code: ReplyCode {
        switch self {
        case .busy: .busy
        case .noCustomer: .noCustomer
        case .noCall: .noCall
        case .tooManyWatchers: .tooManyWatchers
        case .inTheFuture, .noAgent: .badArgument
        case .databaseUnavailable: .databaseUnavailable
        case .questionTooLong: .questionTooLong
        case .cardNumber: .cardNumber
        case .notSignedIn: .notSignedIn
        case .notPermitted: .notPermitted
        }
    }
}
