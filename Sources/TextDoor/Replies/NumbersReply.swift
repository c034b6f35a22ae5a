import CustomerStore
import Customers
import ProtocolWords
import WireProtocol

/// The answers to `NUMBERS BAD`, `NUMBERS CHANGED`, `LINK`, `CONFIRM` and `UNLINK`.
extension ReplyWriter {
    /// The first line of both lists.
    mutating func numbers(_ count: Int) {
        beginBlock()
        field("numbers", count)
    }

    mutating func line(_ number: BadNumber) {
        line("number")
        field("account", word: number.account.text)
        field("entered", quoted: number.entered)
        field("reason", quoted: number.problem)
    }

    mutating func line(_ change: ChangedNumber) {
        line("number")
        field("account", word: change.account.text)
        field("entered", quoted: change.entered)
        number("before", change.before)
        number("now", change.now)
        if !change.problem.isEmpty { field("reason", quoted: change.problem) }
        field("at", change.at)
    }

    private mutating func number(_ key: StaticString, _ number: PhoneNumber?) {
        if let number {
            field(key, word: number.description)
        } else {
            field(unknown: key)
        }
    }

    mutating func linked(_ code: ReplyCode, _ state: LinkState, calls: Int) {
        begin(code)
        field("link", word: state.word)
        field("calls", calls)
        end()
    }
}
