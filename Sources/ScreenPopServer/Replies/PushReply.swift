import Customers
import Numbering
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
            fields(of: caller)
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
            fields(of: caller)
        }
        end()
    }

    private mutating func beginPush(_ what: PushWord, _ notice: Notice<RingingCaller>) {
        begin(push: what)
        field("call", word: notice.call.text)
        field("agent", word: notice.agent.text)
    }

    private mutating func fields(of caller: RingingCaller) {
        append(fields: format == .json ? caller.json.span : caller.text.span)
    }

    /// The line that answers a lookup, without counting it.
    mutating func answer(_ answer: CallerAnswer, _ sources: LoadedSources) {
        switch answer {
        case .findings(let findings): lookup(findings, sources)
        case .nothing(let reading): noNumber(reading)
        }
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

/// The reply to a lookup as fields of another line.
enum LookupFields {
    /// `200 +44... account=A1` becomes ` lookup=200 number=+44... account=A1`.
    static func text(_ reply: Span<UInt8>) -> [UInt8] {
        var bytes = Array(" lookup=".utf8)
        let isNumbered = reply.count > 4 && reply[4] == UInt8(ascii: "+")
        for index in 0..<max(0, reply.count - 2) {
            bytes.append(reply[index])
            if index == 3, isNumbered { bytes += Array("number=".utf8) }
        }
        return bytes
    }

    /// `{"code":200,"number":...}` becomes `,"lookup":200,"number":...`.
    static func json(_ reply: Span<UInt8>) -> [UInt8] {
        var bytes = Array(",\"lookup\"".utf8)
        for index in 7..<max(7, reply.count - 3) { bytes.append(reply[index]) }
        return bytes
    }
}
