import EventLoop

/// Asking.
extension LoadGenerator {
    func begin() {
        startedAt = Loop.monotonicNanoseconds
        measuredFrom = startedAt
        lastReplyAt = startedAt
        isAsking = true
        if plan.rate != nil { return askWhatIsDue() }
        for line in lines { askMore(line, startedAt) }
    }

    /// What was seen until now was warming up.
    func forgetWarmUp() {
        report = LoadReport()
        measuredFrom = Loop.monotonicNanoseconds
    }

    func lookAtTheClock() {
        let now = Loop.monotonicNanoseconds
        if !isStopping { report.nanoseconds = now - measuredFrom }
        let patience = UInt64(Self.patienceSeconds) * 1_000_000_000
        if inFlight > 0, now - max(lastReplyAt, startedAt) > patience {
            end(.silent(address, seconds: Self.patienceSeconds))
        }
    }

    /// When request `number` of all is due.
    private func moment(of number: Int, _ rate: Int) -> UInt64 {
        let (seconds, rest) = number.quotientAndRemainder(dividingBy: rate)
        return startedAt + UInt64(seconds) * 1_000_000_000
            + UInt64(rest) * 1_000_000_000 / UInt64(rate)
    }

    func askWhatIsDue() {
        guard let rate = plan.rate, isAsking, !isStopping, !isOver else { return }
        let now = Loop.monotonicNanoseconds
        while moment(of: dueCount, rate) <= now, !isLast(dueCount) {
            dueCount += 1
            askMore(lines[(dueCount - 1) % lines.count], now)
        }
        if !isLast(dueCount) { due?.fire(at: moment(of: dueCount, rate)) }
    }

    func isLast(_ count: Int) -> Bool {
        if case .requests(let limit) = plan.end { count >= limit } else { false }
    }

    /// Sends what this connection may send now, all at once.
    func askMore(_ line: LoadLine, _ now: UInt64) {
        guard !isStopping else { return }
        do throws(LoopError) {
            if let rate = plan.rate {
                try askDue(line, rate, now)
            } else {
                try fill(line, now)
            }
        } catch {
            end(.closed(address, lastLine: lastWords))
        }
    }

    /// Closed loop: as many as there is room for, straight from the tape.
    private func fill(_ line: LoadLine, _ now: UInt64) throws(LoopError) {
        let requests = tape.bytes
        var count = line.room
        if case .requests(let limit) = plan.end { count = min(count, limit - sent) }
        while count > 0 {
            let run = min(count, tape.count - place)
            let bytes = tape.place(of: place, count: run)
            note(run, line, at: now)
            count -= run
            try line.stream.send(requests.span.extracting(bytes))
        }
    }

    /// Open loop: those of this connection that are due.
    private func askDue(_ line: LoadLine, _ rate: Int, _ now: UInt64) throws(LoopError) {
        outgoing.removeAll(keepingCapacity: true)
        while line.room > 0, !isLast(sent) {
            let number = line.sent * lines.count + line.number
            guard number < dueCount else { break }
            let moment = self.moment(of: number, rate)
            report.noteLateness(now - moment)
            outgoing += tape.bytes[tape.place(of: place, count: 1)]
            note(1, line, at: moment)
        }
        if outgoing.isEmpty { return }
        let batch = outgoing
        try line.stream.send(batch.span)
    }

    /// So many requests, from `place` on, are under way.
    private func note(_ count: Int, _ line: LoadLine, at moment: UInt64) {
        line.noteRequests(place, count: count, at: moment)
        place = place + count == tape.count ? 0 : place + count
        sent += count
        inFlight += count
    }
}
