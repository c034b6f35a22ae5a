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
            writer.scoring(desk.index.state)
            writeCalls(&writer)
            writer.gateway(desk.statistics.gateway)
            writer.line("memory")
            writer.field("resident_bytes", ProcessMemory.residentBytes)
            writer.field("index_bytes", desk.index.callers.byteCount)
            writer.endBlock()
        }
    }

    private func writeClients(_ writer: inout ReplyWriter) {
        writer.line("connections")
        writer.field("open", sessions.count)
        writer.field("total", counts.connections)
        writer.field("refused", counts.refusedConnections)
        writer.field("dropped_slow", counts.slow)
        writer.line("requests")
        let requests = sessions.values.reduce(counts.requestsOfClosed) { $0 + $1.requestCount }
        writer.field("total", requests)
        writer.field("refused", counts.refusedRequests)
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
        let listed = sessions.values.sorted { $0.id < $1.id }.prefix(Limits.listedClients)
        let now = desk.clock.seconds
        tray.reply(to: session) { writer in
            writer.beginBlock()
            writer.field("clients", sessions.count)
            for client in listed {
                writer.line("client")
                writer.field("id", Int(client.id))
                writer.field("peer", quoted: client.address)
                writer.field("age_seconds", Int(now - client.connectedAt))
                writer.field("requests", client.requestCount)
                writer.field("unsent_bytes", client.connection.unsentByteCount)
                writer.field("format", word: client.format.rawValue)
                if let name = client.client { writer.field("client", quoted: name) }
            }
            writer.endBlock()
        }
    }
}
