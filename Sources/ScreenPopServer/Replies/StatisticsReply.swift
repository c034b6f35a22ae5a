import CallerIndex
import CustomerStore
import Customers
import Histogram
import IndexSnapshot
import Numbering
import ProtocolWords
import Switchboard
import WireProtocol

/// The blocks that answer `STATS` and `CLIENTS`.
extension Service {
    func writeStatistics() {
        let now = clock.now()
        writer.beginBlock()
        writer.field("now", now)
        writer.line("server")
        writer.field("version", word: Version.product)
        writer.field("started", startedAt)
        writer.field("uptime_seconds", Int(now - startedAt))
        writer.line("connections")
        writer.field("open", sessions.count)
        writer.field("total", statistics.connectionCount)
        writer.field("refused", statistics.refusedConnectionCount)
        writer.field("dropped_slow", statistics.slowClientCount)
        writer.line("requests")
        writer.field("total", sessions.values.reduce(closedRequestCount) { $0 + $1.requestCount })
        writer.field("refused", statistics.refusedRequestCount)
        writer.field("waiting", waitingForStore)
        writeLookups()
        writeWrites()
        writeStoredNumbers()
        writeIndex(now)
        writeDuties()
        writeCalls()
        writer.line("memory")
        writer.field("resident_bytes", ProcessMemory.residentBytes)
        writer.field("index_bytes", index.byteCount)
        writer.endBlock()
    }

    private func writeCalls() {
        writer.line("calls")
        writer.field("live", switchboard.liveCount)
        writer.field("known", switchboard.callCount)
        writer.field("watchers", switchboard.watcherCount)
        writer.field("pushes", statistics.pushCount)
        writer.field("lost", statistics.lostCallCount)
        writer.field("facts_waiting", callJournal.count + factsBeingStored)
        writer.field("facts_lost", statistics.lostFactCount)
        writer.line("gateway")
        writer.field("total", statistics.gatewayCount)
        writer.field("busy", statistics.busyGatewayCount)
        writer.field("late", statistics.lateGatewayCount)
        let latencies = statistics.gatewayLatency.values(atPercents: [50, 99])
        writer.field("p50_ns", Int(latencies[0]))
        writer.field("p99_ns", Int(latencies[1]))
        writer.field("max_ns", Int(statistics.gatewayLatency.max))
    }

    private func writeLookups() {
        writer.line("lookups")
        writer.field("total", statistics.lookupCount)
        writer.field("found", statistics.found)
        writer.field("shared", statistics.shared)
        writer.field("nobody", statistics.nobody)
        writer.field("withheld", statistics.withheld)
        writer.field("not_a_subscriber", statistics.notASubscriber)
        writer.field("unreadable", statistics.unreadable)
        writer.line("tiers")
        writer.field("exact", statistics.hits(of: .exact))
        writer.field("variant", statistics.hits(of: .variant))
        writer.field("national", statistics.hits(of: .national))
        writer.field("block", statistics.hits(of: .block))
        writer.field("suffix", statistics.hits(of: .suffix))
        writer.line("latency")
        let latencies = statistics.latency.values(atPercents: [50, 90, 99])
        writer.field("p50_ns", Int(latencies[0]))
        writer.field("p90_ns", Int(latencies[1]))
        writer.field("p99_ns", Int(latencies[2]))
        writer.field("max_ns", Int(statistics.latency.max))
        writer.line("spellings")
        writer.field("remembered", readings.count)
        writer.field("hits", readings.hitCount)
        writer.field("misses", readings.missCount)
        let read = readings.hitCount + readings.missCount
        if read > 0 {
            writer.field("hit_percent", readings.hitCount * 100 / read)
        } else {
            writer.field(unknown: "hit_percent")
        }
    }

    private func writeStoredNumbers() {
        writer.line("numbers")
        guard let status = numberStatus else { return writer.field("state", word: "unknown") }
        writer.field("state", word: status.renewedThrough == nil ? "current" : "reading-again")
        if let row = status.renewedThrough {
            writer.field("through", Int(row))
            writer.field("last", Int(status.lastRow))
        }
        writer.field("bad", status.bad)
        writer.field("changed", status.changed)
        writer.field("read", status.read)
    }

    private func writeIndex(_ now: Moment) {
        writer.line("index")
        writer.field("state", word: indexWord)
        writer.field("customers", index.customerCount)
        writer.field("numbers", index.numberCount)
        if state.isReading {
            writer.field("read", state.readCustomers)
            writer.field("expected", state.expectedCustomers)
        }
        writer.field("updates", state.appliedCustomers)
        writer.field("as_of", state.currentAsOf)
        if let asOf = state.currentAsOf {
            writer.field("age_seconds", Int(now - asOf))
        } else {
            writer.field(unknown: "age_seconds")
        }
        writeSnapshot()
        writer.line("database")
        if let trouble = state.trouble {
            writer.field("state", word: "unavailable")
            writer.field("reason", quoted: "\(trouble)")
        } else {
            writer.field("state", word: "ok")
        }
    }

    private func writeSnapshot() {
        writer.line("snapshot")
        guard let snapshots else { return writer.field("state", word: "off") }
        switch snapshots.state {
        case .off: return writer.field("state", word: "off")
        case .none: writer.field("state", word: "none")
        case .saving: writer.field("state", word: "saving")
        case .saved: writer.field("state", word: "saved")
        case .failed: writer.field("state", word: "failed")
        }
        writer.field("at", snapshots.savedAt)
        writer.field("fork_us", Int(snapshots.forkMicroseconds))
        if case .failed(let reason) = snapshots.state { writer.field("reason", quoted: reason) }
    }

    private func writeWrites() {
        writer.line("writes")
        writer.field("stored", statistics.storedWriteCount)
        writer.field("repeated", statistics.repeatedWriteCount)
        writer.field("refused", statistics.refusedWriteCount)
        writer.field("failed", statistics.failedWriteCount)
        if let trouble = statistics.writeTrouble {
            writer.field("state", word: trouble.word)
            writer.field("reason", quoted: "\(trouble)")
        } else {
            writer.field("state", word: "ok")
        }
    }

    private var indexWord: StaticString {
        if !state.isComplete { return "warming" }
        if state.isCatchingUp { return "catching-up" }
        return state.isReading ? "reading-again" : "complete"
    }

    func writeClients() {
        let listed = sessions.values.sorted { $0.id < $1.id }.prefix(Limits.listedClients)
        writer.beginBlock()
        writer.field("clients", sessions.count)
        for session in listed {
            writer.line("client")
            writer.field("id", Int(session.id))
            writer.field("peer", quoted: session.connection.peer)
            writer.field("age_seconds", Int(seconds - session.connectedAt))
            writer.field("requests", session.requestCount)
            writer.field("unsent_bytes", session.connection.unsentByteCount)
            writer.field("format", word: session.format.rawValue)
        }
        writer.endBlock()
    }
}
