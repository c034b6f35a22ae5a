import CallerIndex
import CustomerStore
import Customers
import FrontDesk
import Histogram
import Numbering
import Release
import Scoring
import WireProtocol

/// The lines of `STATS` about what the desk knows.
extension ReplyWriter {
    mutating func server(_ desk: FrontDesk) {
        line("server")
        field("version", word: Version.product)
        field("started", desk.startedAt)
        field("uptime_seconds", desk.uptimeSeconds)
        let troubles = desk.presentTroubles
        line("health")
        let isGrave = troubles.contains { $0.kind.isGrave }
        field("state", word: troubles.isEmpty ? "ok" : isGrave ? "trouble" : "degraded")
        for trouble in troubles {
            line("trouble")
            field("with", word: trouble.kind.word)
            field("reason", quoted: trouble.reason)
        }
    }

    mutating func lookups(_ statistics: Statistics) {
        let counts = statistics.lookups
        line("lookups")
        field("total", counts.total)
        field("found", counts.found)
        field("shared", counts.shared)
        field("nobody", counts.nobody)
        field("withheld", counts.withheld)
        field("not_a_subscriber", counts.notASubscriber)
        field("unreadable", counts.unreadable)
        line("tiers")
        field("exact", counts.hits(of: .exact))
        field("variant", counts.hits(of: .variant))
        field("international", counts.hits(of: .international))
        field("national", counts.hits(of: .national))
        field("block", counts.hits(of: .block))
        field("suffix", counts.hits(of: .suffix))
        line("latency")
        let latencies = statistics.latency.values(atPercents: [50, 90, 99])
        field("p50_ns", Int(latencies[0]))
        field("p90_ns", Int(latencies[1]))
        field("p99_ns", Int(latencies[2]))
        field("max_ns", Int(statistics.latency.max))
    }

    mutating func gateway(_ counts: GatewayCounts) {
        line("gateway")
        field("total", counts.total)
        field("busy", counts.busy)
        field("late", counts.late)
        let latencies = counts.latency.values(atPercents: [50, 99])
        field("p50_ns", Int(latencies[0]))
        field("p99_ns", Int(latencies[1]))
        field("max_ns", Int(counts.latency.max))
    }

    /// Telephony systems whose calls are followed, a line for each.
    mutating func followed(_ pbxs: [FollowedPBX]) {
        for pbx in pbxs {
            line("pbx")
            field("name", word: pbx.name.text)
            field("state", word: pbx.state.word)
            if let version = pbx.version { field("asterisk", quoted: version) }
            field("since", pbx.since)
            field("events", pbx.eventCount)
            field("calls", pbx.callCount)
            field("live", pbx.liveCallCount)
            field("lost", pbx.lossCount)
            field("skipped", pbx.skippedCount)
            if let reason = pbx.reason { field("reason", quoted: reason) }
        }
    }

    mutating func spellings(_ readings: borrowing ReadingCache) {
        line("spellings")
        field("remembered", readings.count)
        field("hits", readings.hitCount)
        field("misses", readings.missCount)
        let read = readings.hitCount + readings.missCount
        if read > 0 {
            field("hit_percent", readings.hitCount * 100 / read)
        } else {
            field(unknown: "hit_percent")
        }
    }

    mutating func writes(_ counts: WriteCounts) {
        line("writes")
        field("stored", counts.stored)
        field("repeated", counts.repeated)
        field("refused", counts.refused)
        field("failed", counts.failed)
        if let trouble = counts.trouble {
            field("state", word: trouble.word)
            field("reason", quoted: "\(trouble)")
        } else {
            field("state", word: "ok")
        }
    }

    mutating func storedNumbers(_ status: NumberStatus?) {
        line("numbers")
        guard let status else {
            field("state", word: "unknown")
            return field("plans", word: NumberingData.plans)
        }
        field("state", word: status.renewedThrough == nil ? "current" : "reading-again")
        if let row = status.renewedThrough {
            field("through", Int(row))
            field("last", Int(status.lastRow))
        }
        field("bad", status.bad)
        field("changed", status.changed)
        field("read", status.read)
        field("plans", word: NumberingData.plans)
    }

    mutating func scoring(_ state: IndexState) {
        line("scoring")
        field("state", word: state.isScoring ? "running" : "idle")
        if let thresholds = state.thresholds {
            field("version", Int(thresholds.version))
            field("computed", thresholds.computedAt)
            field("active", thresholds.activeCount)
            field("base", word: thresholds.isSmallBase ? "small" : "ranked")
        } else {
            field(unknown: "version")
        }
        if let (comparison, at) = state.latestComparison {
            line("comparison")
            field("at", at)
            counts(of: comparison)
        }
    }
}

/// The lines of `STATS` about the index and the database behind it.
extension ReplyWriter {
    mutating func index(_ index: IndexKeeper, _ now: Moment) {
        let state = index.state
        line("index")
        field("state", word: state.word)
        field("customers", index.callers.customerCount)
        field("numbers", index.callers.numberCount)
        if state.isReading {
            field("read", state.readCustomers)
            field("expected", state.expectedCustomers)
        }
        field("updates", state.appliedCustomers)
        field("as_of", state.currentAsOf)
        if let asOf = state.currentAsOf {
            field("age_seconds", max(0, Int(now - asOf)))
        } else {
            field(unknown: "age_seconds")
        }
        snapshot(index.snapshots?.status)
    }

    mutating func database(_ desk: FrontDesk) {
        line("database")
        if let trouble = desk.databaseTrouble {
            field("state", word: "unavailable")
            field("reason", quoted: "\(trouble)")
        } else {
            field("state", word: "ok")
        }
        field("unreadable_rows", desk.index.state.unreadable.total)
        field("wal_bytes", desk.index.state.logBytes)
    }

    private mutating func snapshot(_ status: SnapshotStatus?) {
        line("snapshot")
        guard let status, status.state != .off else { return field("state", word: "off") }
        switch status.state {
        case .off: field("state", word: "off")
        case .none: field("state", word: "none")
        case .saving: field("state", word: "saving")
        case .saved: field("state", word: "saved")
        case .failed: field("state", word: "failed")
        }
        field("at", status.savedAt)
        field("fork_us", Int(status.forkMicroseconds))
        if case .failed(let reason) = status.state { field("reason", quoted: reason) }
    }
}

extension IndexState {
    fileprivate var word: StaticString {
        if !isComplete { return "warming" }
        if isCatchingUp { return "catching-up" }
        return isReading ? "reading-again" : "complete"
    }
}
