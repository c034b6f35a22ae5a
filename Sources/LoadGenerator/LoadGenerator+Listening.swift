import EventLoop

/// Listening.
extension LoadGenerator {
    /// What one piece of bytes has brought; counted apart, because it comes up to a million
    /// times a second.
    private struct Tally {
        var replies = 0
        var found = 0
        var notFound = 0
        /// Replies in a row that took as long, which is what those to one batch do.
        var alike = 0
        var latency: UInt64 = 0
    }

    func receive(_ bytes: Span<UInt8>, _ line: LoadLine) {
        let now = Loop.monotonicNanoseconds
        var tally = Tally()
        let tape = tape
        let areReplies = line.read(bytes, tape.language.framing) {
            note($0, line, now, tape, &tally)
        }
        add(tally, now)
        guard areReplies, !isOver else { return end(.closed(address, lastLine: lastWords)) }
        if let sources = plan.sources {
            if tally.replies > 0 { reconnect(line, from: sources, now) }
        } else if isAsking {
            askMore(line, now)
        }
        endIfDone()
    }

    private func add(_ tally: Tally, _ now: UInt64) {
        guard tally.replies > 0 else { return }
        inFlight -= tally.replies
        lastReplyAt = now
        report.nanoseconds = now - measuredFrom
        report.noteLatency(tally.latency, count: tally.alike)
        report.note(found: tally.found, notFound: tally.notFound)
    }

    private func note(
        _ text: Span<UInt8>, _ line: LoadLine, _ now: UInt64, _ tape: RequestTape,
        _ tally: inout Tally
    ) {
        guard let asked = line.takeOldest() else {
            // Nobody has asked for it: the server says why it will close.
            lastWords = Self.text(text)
            return
        }
        tally.replies += 1
        if now - asked.at != tally.latency {
            report.noteLatency(tally.latency, count: tally.alike)
            tally.latency = now - asked.at
            tally.alike = 0
        }
        tally.alike += 1
        switch Self.kind(of: text, to: asked.request, tape) {
        case .found: tally.found += 1
        case .notFound: tally.notFound += 1
        case .error:
            lastWords = Self.text(text)
            report.noteError(.init(number: tape.number(asked.request), line: lastWords ?? ""))
        case .wrong:
            lastWords = Self.text(text)
            report.noteWrong(.init(number: tape.number(asked.request), line: lastWords ?? ""))
        }
    }

    private static func kind(
        of reply: Span<UInt8>, to request: Int, _ tape: RequestTape
    ) -> ReplyKind {
        let subject = tape.subject(request)
        guard let prefix = tape.language.prefix, let subject else {
            return ReplyKind(reply, subject: subject, on: tape.bytes)
        }
        return ReplyKind(reply, key: subject, on: tape.bytes, prefix: prefix)
    }

    private static func text(_ line: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        for index in 0..<min(line.count, wordByteLimit) { bytes.append(line[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
