import Customers
import SeededRandom

@testable import Scoring

/// A customer's made-up life around `now`, with events on and beside every edge.
struct Story {
    static let now = Moment(iso8601: "2026-03-01T12:00:00Z")!
    static let day: Int64 = 86_400
    static let year: Int64 = 365 * day

    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Years before `now` to days after it, often within seconds of an edge of the window.
    mutating func moment() -> Moment {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: Self.now - Self.year + Int64.random(in: -2...2, using: &random)
        case 1: Self.now + Int64.random(in: -4_000...600, using: &random)
        case 2: Self.now - Self.year + Int64.random(in: -8_000...8_000, using: &random)
        default: Self.now + Int64.random(in: -2 * Self.year...3 * Self.day, using: &random)
        }
    }

    mutating func maybe<Value>(_ percent: Int, _ value: (inout Story) -> Value) -> Value? {
        Int.random(in: 0..<100, using: &random) < percent ? value(&self) : nil
    }

    mutating func complaints() -> [Complaint] {
        (0..<Int.random(in: 0...6, using: &random)).map { index in
            Complaint(
                reference: "C\(index)", receivedAt: moment(),
                status: Complaint.Status.allCases.randomElement(using: &random)!,
                isUpheld: maybe(60) { Bool.random(using: &$0.random) })
        }
    }

    mutating func referrals() -> [Referral] {
        (0..<Int.random(in: 0...6, using: &random)).map { index in
            let name = ["", "Bob", "bob ", "Eve", "Eve  Hill"].randomElement(using: &random)!
            return Referral(
                reference: "R\(index)",
                referred: maybe(60) {
                    CustomerID(UInt32.random(in: 1...4, using: &$0.random))
                },
                referredName: name, qualifiedAt: maybe(70) { $0.moment() },
                isWithinGroup: maybe(10) { _ in true } ?? false)
        }
    }

    /// Often chains of losses with gaps close to 60 minutes and lengths close to 5.
    mutating func interruptions() -> [Interruption] {
        var began = moment()
        return (0..<Int.random(in: 0...7, using: &random)).map { index in
            let seconds: Int64 =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: Int64.random(in: 298...302, using: &random)
                case 1: Int64.random(in: -5...200, using: &random)
                case 2: Int64.random(in: 0...7_200, using: &random)
                default: Int64.random(in: 0...(20 * Self.day), using: &random)
                }
            let loss = Interruption(
                reference: "I\(index)",
                service: ["", "tv", "internet"].randomElement(using: &random)!,
                beganAt: began, endedAt: maybe(85) { _ in began + seconds },
                isPlanned: maybe(15) { _ in true } ?? false)
            if let next = maybe(
                60, { began + seconds + Int64.random(in: 3_590...3_610, using: &$0.random) })
            {
                began = next
            } else {
                began = moment()
            }
            return loss
        }.shuffled(using: &random)
    }

    mutating func facts() -> CustomerFacts {
        var facts = CustomerFacts(
            id: CustomerID(1), complaints: complaints(), referrals: referrals(),
            interruptions: interruptions(), history: CustomerHistory(state: .active),
            storedValue: maybe(50) { OverallValue(Int.random(in: 1...5, using: &$0.random))! })
        facts.history.objectsToProfiling = maybe(10) { _ in true } ?? false
        facts.override = maybe(50) { story in
            ValueOverride(
                value: OverallValue(5)!, reason: "knows the boss", setAt: story.moment(),
                expiresAt: story.maybe(80) { $0.moment() })
        }
        return facts
    }

    /// Every moment at which something could change, and its neighbours.
    static func edges(of facts: CustomerFacts) -> [Moment] {
        var edges = [facts.override?.expiresAt].compactMap { $0 }
        edges += facts.complaints.flatMap { [$0.receivedAt, $0.receivedAt + year] }
        edges += facts.referrals.compactMap(\.qualifiedAt)
        for loss in facts.interruptions {
            edges += [loss.beganAt, loss.beganAt + 300, loss.beganAt + year]
            if let ended = loss.endedAt { edges += [ended, ended + 3600, ended + 300] }
        }
        return Set(edges.flatMap { edge in (-1...1).map { edge + Int64($0) } }).sorted()
    }
}
