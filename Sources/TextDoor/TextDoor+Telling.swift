import Access
import CustomerStore
import Customers
import FrontDesk
import Numbering
import Switchboard
import ProtocolWords
import WireProtocol

/// What is told at once, and what is told a few lines at a time.
extension TextDoor {
    func tell(_ answer: Answer, _ session: Session) {
        note(answer, session)
        tray.reply(to: session) { $0.answer(answer) }
        guard let telling = Telling(answer) else { return }
        if !turn.isSpent { return begin(telling, session) }
        session.telling = telling
        giveWay(session)
        note(session)
    }

    /// Remembers what the answer is to this session.
    private func note(_ answer: Answer, _ session: Session) {
        switch answer {
        case .lookup(let result):
            session.usage.lookups.asked += 1
            if case .nobody = result { session.usage.lookups.missed += 1 }
        case .unmasked(let id, let account):
            let until = desk.clock.seconds + UInt64(Limits.unmaskSeconds)
            session.access.open(id, account, until: until)
            admission.onUnmask(session.access.rights.client ?? "\(session.peer.name)", id)
        default: break
        }
    }

    /// Tells the first lines; the others when it is this client's turn again, and when it has
    /// taken these.
    func begin(_ telling: Telling, _ session: Session) {
        session.telling = telling
        _ = tellOn(session)
    }

    /// Tells on what is being told.
    ///
    /// - Returns: whether nothing is left of it; otherwise the session is paused.
    func tellOn(_ session: Session) -> Bool {
        guard var telling = session.telling else { return true }
        if session.hasTooMuchUnsent {
            session.wait(since: desk.clock.seconds)
            return false
        }
        let clock = desk.clock
        let began = clock.monotonicNanoseconds()
        var isDone = false
        tray.reply(to: session) { writer in
            isDone = telling.write(to: &writer) {
                clock.monotonicNanoseconds() - began >= TurnBudget.sliceNanoseconds
            }
        }
        session.telling = isDone ? nil : telling
        tray.answerAll()
        if isDone { return true }
        charge(session, since: began)
        giveWay(session)
        note(session)
        return false
    }

    /// A connection watches other calls from now on; those that are there come behind the reply.
    func watch(_ target: CallBoard.Watched, _ walk: ScreenWalk, _ session: Session) {
        let watched = target == .agents([]) ? nil : target
        session.peer.change(from: session.usage.watched, to: watched)
        session.usage.watched = watched
        guard walk.count > 0 else { return }
        let (desk, id) = (desk, session.id)
        var walk = walk
        let pushes = Telling { [unowned self] writer in
            guard let notices = desk.calls.nextNotices(&walk, to: id) else { return false }
            for notice in notices {
                writer.push(notice, now: desk.clock.now())
                counts.pushes += 1
            }
            return true
        }
        begin(pushes, session)
    }
}

extension Telling {
    /// Bytes of memory that one customer takes in findings, about.
    private static let hitBytes = 256

    /// The lines behind the first ones of a long answer; `nil` for a short one.
    init?(_ answer: Answer) {
        switch answer {
        case .history(_, let entries, _):
            let byteCount = entries.reduce(0) { $0 + $1.byteCount }
            self.init(linesOfBlock: entries.count, byteCount: byteCount) { place, writer in
                writer.line(entries[place])
            }
        case .explanation(let told, let hidden):
            let lines = ExplainedLines(told, hidden: hidden)
            self.init(linesOfBlock: lines.count, byteCount: lines.byteCount) { place, writer in
                writer.line(lines, place)
            }
        case .badNumbers(let numbers, _):
            let byteCount = numbers.reduce(0) { $0 + $1.entered.utf8.count + 128 }
            self.init(linesOfBlock: numbers.count, byteCount: byteCount) { place, writer in
                writer.line(numbers[place])
            }
        case .changedNumbers(let numbers, _):
            let byteCount = numbers.reduce(0) { $0 + $1.entered.utf8.count + 128 }
            self.init(linesOfBlock: numbers.count, byteCount: byteCount) { place, writer in
                writer.line(numbers[place])
            }
        case .matches(let findings, let sources):
            guard findings.tier != nil else { return nil }
            let hits = findings.hits
            let byteCount = hits.count * Self.hitBytes
            self.init(linesOfBlock: hits.count, byteCount: byteCount) { place, writer in
                writer.line(hits[place], sources)
            }
        case .steps(let findings, let steps, let sources): self.init(findings, steps, sources)
        default: return nil
        }
    }

    /// The lines of `WHY`: how it was read, what was tried, who was found.
    private init(_ findings: Findings, _ steps: [ReadingStep], _ sources: LoadedSources) {
        let (tried, hits) = (findings.steps, findings.hits)
        let count = steps.count + tried.count + hits.count
        var rejections = [Int](repeating: 0, count: MatchTier.allCases.count)
        self.init(linesOfBlock: count, byteCount: count * Self.hitBytes) { place, writer in
            if place < steps.count {
                writer.line(steps[place])
            } else if place < steps.count + tried.count {
                writer.line(tried[place - steps.count], &rejections)
            } else {
                writer.line(hits[place - steps.count - tried.count], sources)
            }
        }
    }
}
