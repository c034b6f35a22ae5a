import Customers
import FastAGI
import FrontDesk
import Numbering

/// What the dialplan says, as a question.
extension Environment {
    /// The call whose caller is known by now: the agent's leg does not always show who calls.
    var callOfAgent: CallID? { script == .ring ? call.flatMap(CallID.init) : nil }

    /// - Parameter known: the caller's number as the call itself had it, if it is known.
    func announcement(on line: LineSettings, knownAs known: Received?) -> Announcement {
        var line = line
        if numberType == .national { line.format = .national }
        return Announcement(known ?? Received(caller.received, on: line), place)
    }

    private var place: Announcement.Place {
        guard let call = call.flatMap(CallID.init) else { return .nowhere }
        guard script == .ring else { return .call(call) }
        return agent.flatMap(Agent.init).map { .screen(call, $0) } ?? .nowhere
    }
}

extension Environment.Caller {
    fileprivate var received: [UInt8] {
        switch self {
        case .withheld: []
        case .text(let text): Array(text.utf8)
        case .unusable: Array("?".utf8)
        }
    }
}

/// What the desk answers, as variables of the dialplan.
extension DialplanAnswer {
    init(_ answer: Answer) {
        if case .lookup(let result) = answer {
            self.init(result)
        } else if case .refused(.busy) = answer {
            self.init(.busy)
        } else {
            self.init(.error)
        }
    }

    private init(_ result: LookupResult) {
        switch result {
        case .noNumber(.withheld): self.init(.withheld)
        case .noNumber, .nobody: self.init(.unknown)
        case .found(_, let customer, _):
            self.init(account: customer.account, name: customer.name, customer.figures)
        case .shared(_, let common, _):
            self.init(.shared)
            customerCount = common.customerCount
            figures.value = common.value
            figures.complaints = common.complaints
            figures.referrals = common.referrals
            figures.interruptions = common.interruptions
        }
    }
}
