import Access
import Customers
import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// The lines that nobody asked for. Shapes: `Protocol/README.md`, "Pushed lines".
extension ReplyWriter {
    /// What a watcher is told.
    ///
    /// - Parameter now: moments before it are told; what happens now bears none.
    mutating func push(_ notice: Notice<RingingCaller>, now: Moment) {
        switch notice.event {
        case .pop(let caller, let from, let began):
            beginPush(.pop, notice)
            if let from { field("from", from) }
            pushed(caller)
            past("began", began, now)
        case .withdraw(let by):
            beginPush(.withdraw, notice)
            if let by { field("by", by) }
        case .answered(let since):
            beginPush(.answered, notice)
            past("at", since, now)
        case .transferredTo(let agent):
            beginPush(.transfer, notice)
            field("to", agent)
        case .transferredFrom(let agent):
            beginPush(.transfer, notice)
            field("from", agent)
        case .hangUp(let reason, let at):
            beginPush(.hangUp, notice)
            if let word = reason.word { field("reason", word: word) }
            past("at", at, now)
        case .update(let caller):
            beginPush(.update, notice)
            pushed(caller)
        }
        end()
    }

    private mutating func beginPush(_ what: PushWord, _ notice: Notice<RingingCaller>) {
        begin(push: what)
        field("call", word: notice.call.text)
        field("agent", notice.agent)
    }

    private mutating func past(_ key: StaticString, _ moment: Moment, _ now: Moment) {
        if moment < now { field(key, moment) }
    }

    /// What a lookup would answer, its code and number as fields like the others.
    private mutating func pushed(_ caller: RingingCaller) {
        let result = caller.result
        if case .found(_, let customer, _) = result { about(customer.id.value) }
        field("lookup", Int(result.code.rawValue))
        if let number = result.number { field("number", number: number) }
        fields(of: result)
        // An extension, or what cannot be read: an agent may know what it means. Who withholds a
        // number has it withheld.
        guard shows(.numbers), case .noNumber(let problem) = result, problem != .withheld else {
            return
        }
        let received = String(decoding: caller.received.bytes, as: UTF8.self)
        if !received.isEmpty { field("received", quoted: received) }
    }

    /// A person; in quotation marks where the name is no plain word.
    private mutating func field(_ key: StaticString, _ agent: Agent) {
        if agent.isWord {
            field(key, word: agent.text)
        } else {
            field(key, quoted: Array(agent.text.utf8).span)
        }
    }

    /// What the telephony system is told of a call: the agent who took it last, and how many
    /// speak or spoke with the caller where those are several.
    mutating func call(_ call: CallID, _ stage: CallStage) {
        begin(.done)
        field("call", word: call.text)
        switch stage {
        case .ringing: field("stage", word: "ringing")
        case .answered(let agents):
            field("stage", word: "answered")
            self.agents(agents)
        case .ended(let agents):
            field("stage", word: "ended")
            self.agents(agents)
        }
        end()
    }

    private mutating func agents(_ agents: [Agent]) {
        if let last = agents.last { field("agent", last) }
        if agents.count > 1 { field("agents", agents.count) }
    }

    /// How many calls: what a console is told before them, and whoever says that all are over.
    mutating func calls(_ count: Int) {
        begin(.done)
        field("calls", count)
        end()
    }

    /// Whose calls a connection names.
    mutating func pbx(_ pbx: PBX?) {
        begin(.done)
        if let pbx { field("pbx", word: pbx.text) } else { field(unknown: "pbx") }
        end()
    }
}

extension HangUpReason {
    /// `nil`: as usual.
    fileprivate var word: StaticString? {
        switch self {
        case .said: nil
        case .aged: "aged"
        case .allOver: "all-over"
        }
    }
}
