import CallerIndex
import CustomerStore
import Customers
import FastAGI
import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// A call that Asterisk asks about and whose caller the database is asked for.
struct WaitingGatewayCall {
    let environment: Environment
    let received: [UInt8]
    let line: LineSettings
    let reply: (Answer) -> Void
}

/// What Asterisk asks.
extension Service {
    /// Answers a call, at once or, before the index is complete, when the database has answered.
    ///
    /// - Parameters:
    ///   - id: of the gateway's session; see `makeID()`.
    ///   - reply: is called at most once; the consoles are told behind it.
    func answer(
        _ environment: Environment, _ line: LineSettings, for id: Session.ID,
        reply: @escaping (Answer) -> Void
    ) {
        guard environment.script != nil else { return reply(Answer(.error)) }
        let known = knownCaller(of: environment)
        let received = known?.received ?? Self.received(environment.caller)
        let line = known?.line ?? line
        switch identify(received.span, line) {
        case .nothing(let reading):
            finish(
                WaitingGatewayCall(
                    environment: environment, received: received, line: line, reply: reply),
                .nothing(reading), index.sources)
        case .caller(let caller):
            let call = WaitingGatewayCall(
                environment: environment, received: received, line: line, reply: reply)
            guard state.isComplete else { return ask(caller, call, id) }
            let findings = Findings(caller, search, .lookup, in: index)
            finish(call, .findings(findings), index.sources)
        }
    }

    /// The agent's leg of a call does not always show who calls; the call itself does.
    private func knownCaller(of environment: Environment) -> RingingCaller? {
        guard environment.script == .ring, let call = environment.call.flatMap(CallID.init) else {
            return nil
        }
        return switchboard.subject(of: call)
    }

    private static func received(_ caller: Environment.Caller) -> [UInt8] {
        switch caller {
        case .withheld: []
        case .text(let text): Array(text.utf8)
        case .unusable: Array("?".utf8)
        }
    }

    private func ask(_ caller: Caller, _ call: WaitingGatewayCall, _ id: Session.ID) {
        guard waitingForStore < Limits.waitingRequests else { return call.reply(Answer(.busy)) }
        waitingForStore += 1
        waitingGatewayCalls[id] = call
        store.ask(.find(caller, search, .lookup), for: id)
    }

    /// The database has answered.
    ///
    /// - Returns: whether it was a gateway's call.
    func answerGateway(_ answer: StoreAnswer, for id: Session.ID) -> Bool {
        guard let call = waitingGatewayCalls.removeValue(forKey: id) else { return false }
        waitingForStore -= 1
        if case .found(let findings, let sources) = answer {
            finish(call, .findings(findings), sources)
        } else {
            call.reply(Answer(.error))
        }
        return true
    }

    /// Tells Asterisk, then the consoles.
    private func finish(
        _ call: WaitingGatewayCall, _ answer: CallerAnswer, _ sources: LoadedSources
    ) {
        answerLookups()
        switch answer {
        case .findings(let findings): statistics.count(findings)
        case .nothing(let reading): statistics.count(reading)
        }
        // The gateway has a latency of its own.
        statistics.leaveUntimed()
        call.reply(Answer(answer, sources))
        announce(call, answer, sources)
        deliver()
    }

    private func announce(
        _ waiting: WaitingGatewayCall, _ answer: CallerAnswer, _ sources: LoadedSources
    ) {
        guard let call = waiting.environment.call.flatMap(CallID.init) else { return }
        let caller = subject(waiting.received.span, waiting.line, answer, sources)
        if waiting.environment.script == .ring {
            guard let agent = waiting.environment.agent.flatMap(Agent.init) else { return }
            ring(call, agent, caller)
        } else {
            arrive(call, caller)
        }
    }
}

extension Answer {
    init(_ answer: CallerAnswer, _ sources: LoadedSources) {
        switch answer {
        case .nothing(.withheld): self.init(.withheld)
        case .nothing: self.init(.unknown)
        case .findings(let findings) where findings.hits.isEmpty: self.init(.unknown)
        case .findings(let findings) where findings.hits.count == 1:
            self.init(findings.hits[0].summary, sources)
        case .findings(let findings):
            self.init(.shared)
            let common = findings.common
            customerCount = common.customerCount
            figures.value = common.value.flatMap { $0 > 0 ? $0 : nil }
            if sources.contains(.complaints) { figures.complaints = common.complaints }
            if sources.contains(.referrals) { figures.referrals = common.referrals }
            if sources.contains(.interruptions) { figures.interruptions = common.interruptions }
        }
    }
}
