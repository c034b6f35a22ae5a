import Customers
import FrontDesk
import ProtocolWords
import Switchboard
import WireProtocol

/// The lines that nobody asked for. Shapes: `Protocol/README.md`, "Pushed lines".
extension ReplyWriter {
    /// What a watcher is told.
    mutating func push(_ notice: Notice<RingingCaller>) {
        switch notice.event {
        case .pop(let caller, let from):
            beginPush(.pop, notice)
            if let from { field("from", word: from.text) }
            pushed(caller)
        case .withdraw(let by):
            beginPush(.withdraw, notice)
            field("by", word: by.text)
        case .answered: beginPush(.answered, notice)
        case .transferredTo(let agent):
            beginPush(.transfer, notice)
            field("to", word: agent.text)
        case .transferredFrom(let agent):
            beginPush(.transfer, notice)
            field("from", word: agent.text)
        case .hangUp(let reason):
            beginPush(.hangUp, notice)
            if reason == .aged { field("reason", word: "aged") }
        case .update(let caller):
            beginPush(.update, notice)
            pushed(caller)
        }
        end()
    }

    private mutating func beginPush(_ what: PushWord, _ notice: Notice<RingingCaller>) {
        begin(push: what)
        field("call", word: notice.call.text)
        field("agent", word: notice.agent.text)
    }

    /// What a lookup would answer, its code and number as fields like the others.
    private mutating func pushed(_ caller: RingingCaller) {
        let result = caller.result
        field("lookup", Int(result.code.rawValue))
        if let number = result.number { field("number", word: number.description) }
        fields(of: result)
        // An extension, or what cannot be read: an agent may know what it means. Who withholds a
        // number has it withheld.
        guard case .noNumber(let problem) = result, problem != .withheld else { return }
        let received = String(decoding: caller.received.bytes, as: UTF8.self)
        if !received.isEmpty { field("received", quoted: received) }
    }

    /// What the telephony system is told of a call.
    mutating func call(_ call: CallID, _ stage: CallStage) {
        begin(.done)
        field("call", word: call.text)
        switch stage {
        case .ringing: field("stage", word: "ringing")
        case .answered(let agent):
            field("stage", word: "answered")
            field("agent", word: agent.text)
        case .ended(let agent):
            field("stage", word: "ended")
            if let agent { field("agent", word: agent.text) }
        }
        end()
    }

    /// What a console is told before its calls.
    mutating func watching(calls: Int) {
        begin(.done)
        field("calls", calls)
        end()
    }
}
