import CustomerStore
import Customers
import ProtocolWords
import WireProtocol

/// The answers to `NUMBERS BAD`, `NUMBERS CHANGED`, `LINK`, `CONFIRM` and `UNLINK`.
extension ReplyWriter {
    mutating func badNumbers(_ numbers: [BadNumber], of count: Int) {
        beginBlock()
        field("numbers", count)
        for number in numbers {
            line("number")
            field("account", word: number.account.text)
            field("entered", quoted: number.entered)
            field("reason", quoted: number.problem)
        }
        endBlock()
    }

    mutating func changedNumbers(_ numbers: [ChangedNumber], of count: Int) {
        beginBlock()
        field("numbers", count)
        for change in numbers {
            line("number")
            field("account", word: change.account.text)
            field("entered", quoted: change.entered)
            self.number("before", change.before)
            self.number("now", change.now)
            if !change.problem.isEmpty { field("reason", quoted: change.problem) }
            field("at", change.at)
        }
        endBlock()
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
