import Access
import CallerIndex
import CustomerStore
import Customers
import EventLoop
import FrontDesk
import Histogram
import Numbering
import Processor
import ProtocolWords
import Scoring
import WireProtocol

/// The blocks that answer `STATS` and `CLIENTS`.
extension TextDoor {
    func tellStatistics(_ session: Session) {
        let now = desk.clock.now()
        count(session)
        tray.reply(to: session) { writer in
            writer.beginBlock()
            writer.field("now", now)
            writer.server(desk)
            writeClients(&writer)
            writer.lookups(desk.statistics)
            writer.spellings(desk.callers.readings)
            writer.writes(desk.statistics.writes)
            writer.storedNumbers(desk.numberStatus)
            writer.index(desk.index, now)
            writer.database(desk)
            writer.scoring(desk.index.state)
            writeCalls(&writer)
            writer.gateway(desk.statistics.gateway)
            writer.followed(desk.calls.followed())
            writer.line("memory")
            writer.field("resident_bytes", ProcessMemory.residentBytes)
            writer.field("index_bytes", desk.index.callers.byteCount)
            writer.field("owed_bytes", memory.owedBytes)
            if memory.limitBytes == .max {
                writer.field(unknown: "limit_bytes")
            } else {
                writer.field("limit_bytes", memory.limitBytes)
            }
            writer.endBlock()
        }
    }

    private func writeClients(_ writer: inout ReplyWriter) {
        writer.line("connections")
        writer.field("open", sessions.count)
        writer.field("total", counts.connections)
        writer.field("refused", counts.refusedConnections)
        writer.field("dropped_slow", counts.slow)
        writer.field("foreign", counts.foreign)
        writer.field("over_memory", counts.overMemory)
        writer.field("handshakes", counts.handshakes)
        writer.field("handshakes_failed", counts.failedHandshakes)
        writer.field("signed_in", counts.signIns)
        writer.field("sign_ins_failed", counts.failedSignIns)
        writer.field("shut_out", counts.shutOut)
        writer.field("walks", counts.walks)
        writer.line("requests")
        writer.field("total", counts.requests)
        writer.field("refused", counts.refusedRequests)
        writer.field("over_share", counts.overShare)
        writer.field("waiting", desk.waitingCount)
    }

    private func writeCalls(_ writer: inout ReplyWriter) {
        writer.line("calls")
        writer.field("live", desk.calls.liveCount)
        writer.field("known", desk.calls.knownCount)
        writer.field("watchers", desk.calls.watcherCount)
        writer.field("pushes", counts.pushes)
        writer.field("lost", desk.calls.lostCallCount)
        writer.field("facts_waiting", desk.journal.waitingCount)
        writer.field("facts_lost", desk.journal.lostCount)
    }

    func tellClients(_ session: Session) {
        let now = desk.clock.seconds
        let calendar = desk.clock.now()
        tray.reply(to: session) { writer in
            writer.beginBlock()
            writer.field("clients", sessions.count)
            for pbx in desk.calls.followed() { writer.line(pbx, now: calendar) }
        }
        let order = self.order
        let byteCount = order.count * MemoryLayout<Session.ID>.stride
        var listed = 0
        let telling = Telling(linesOfBlock: order.count, byteCount: byteCount) {
            [unowned self] place, writer in
            // Of those that have gone since, too, nothing is told.
            guard listed < Limits.listedClients, let client = sessions[order[place]] else { return }
            listed += 1
            writer.line(client, now: now)
            if admission.list != nil { writer.fields(of: client.access.rights) }
        }
        begin(telling, session)
    }
}

extension ReplyWriter {
    /// A telephony system that the daemon has connected to.
    fileprivate mutating func line(_ pbx: FollowedPBX, now: Moment) {
        line("pbx")
        field("name", word: pbx.name.text)
        field("peer", quoted: pbx.address)
        field("state", word: pbx.state.word)
        if let since = pbx.since {
            field("age_seconds", max(0, Int(now - since)))
        } else {
            field(unknown: "age_seconds")
        }
        field("events", pbx.eventCount)
        field("calls", pbx.callCount)
        if let reason = pbx.reason { field("reason", quoted: reason) }
    }

    /// A connection, as it is by now.
    fileprivate mutating func line(_ client: Session, now: UInt64) {
        line("client")
        field("id", Int(client.id))
        field("peer", quoted: client.address)
        field("age_seconds", Int(now - client.connectedAt))
        field("requests", client.requestCount)
        field("unsent_bytes", client.connection.unsentByteCount)
        field("format", word: client.format.rawValue)
        if let name = client.client { field("client", quoted: name) }
    }

    fileprivate mutating func fields(of rights: Rights) {
        if let name = rights.client { field("name", word: name) }
        if let role = rights.role { field("role", word: role.rawValue) }
    }
}
