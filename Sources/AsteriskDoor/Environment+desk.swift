import Customers
import FastAGI
import FrontDesk
import Numbering

/// What the dialplan says, as a question.
extension Environment {
    /// - Parameters:
    ///   - call: its full name; `nil`: it has none.
    ///   - known: the caller's number as the call itself had it, if it is known.
    func announcement(
        of call: CallID?, at pbx: PBX?, on line: LineSettings, knownAs known: Received?
    ) -> Announcement {
        Announcement(received(on: line, knownAs: known), place(of: call), from: pbx)
    }

    /// Word of what has happened to a call.
    ///
    /// - Returns: `nil` when the call or the agent is missing.
    func event(of call: CallID?, at pbx: PBX?) -> Question? {
        if script == .started { return .allOver(pbx) }
        guard let call else { return nil }
        switch script {
        case .hangup: return .hungUp(call)
        case .answer: return person.map { .answered(call, $0) }
        case .transfer: return person.map { .transferred(call, $0) }
        case .withdraw: return person.map { .withdrawn(call, $0) }
        case .lookup, .ring, .started, nil: return nil
        }
    }

    /// Another leg than the caller's shows its own number: of the caller's it says nothing, so what
    /// the call itself has said counts, or what the script is told.
    private func received(on line: LineSettings, knownAs known: Received?) -> Received {
        var line = line
        if numberType == .national { line.format = .national }
        let said = Received(caller.received, on: line)
        guard script == .ring, !isNumberGiven else { return said }
        if let known { return known }
        return isLegOfOther ? Received(Caller.unusable.received, on: line) : said
    }

    private var person: Agent? { agent.flatMap(Agent.init) }

    private var isLegOfOther: Bool {
        isOtherLeg || person != nil && person == channel.flatMap(Agent.init)
    }

    private func place(of call: CallID?) -> Announcement.Place {
        guard let call else { return .nowhere }
        guard script == .ring else { return .call(call) }
        return person.map { .screen(call, $0) } ?? .nowhere
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
        } else if case .announced(let announced) = answer {
            self.init(announced.result)
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
        case .notYet: self.init(.busy)
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

/// What the desk answers to word of what has happened.
extension EventAnswer {
    init(_ answer: Answer) {
        switch answer {
        case .stage, .ended: self = .done
        case .refused(.noCall): self = .unknown
        case .refused(.busy): self = .busy
        default: self = .error
        }
    }
}
