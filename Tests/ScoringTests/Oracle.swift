import Customers

@testable import Scoring

/// The counts as `Sources/DECISIONS.md` words them, written to be read and not to be fast.
enum Oracle {
    static let year: Int64 = 365 * 86_400

    struct Complaints: Equatable {
        var count = 0
        var open = 0
        var oldestOpen: Moment?
        var upheld = 0
        var lifetime = 0
    }

    static func complaints(_ all: [Complaint], at now: Moment) -> Complaints {
        let cases = all.filter { $0.status == .open || $0.status == .closed }
            .filter { $0.receivedAt <= now }
        let open = cases.filter { $0.status == .open }
        let counted = cases.filter { now - $0.receivedAt < year || $0.status == .open }
        return Complaints(
            count: counted.count, open: open.count, oldestOpen: open.map(\.receivedAt).min(),
            upheld: counted.count { $0.isUpheld == true }, lifetime: cases.count)
    }

    struct Referrals: Equatable {
        var count = 0
        var pending = 0
    }

    static func referrals(_ all: [Referral], by me: CustomerID, at now: Moment) -> Referrals {
        let others = all.filter { $0.referred != me && !$0.isWithinGroup }
        func party(_ referral: Referral) -> String {
            if let id = referral.referred { return "#\(id.value)" }
            let words = referral.referredName.split(separator: " ").map { $0.lowercased() }
            return words.isEmpty ? "?\(referral.reference)" : "\(words)"
        }
        let qualified = Set(
            others.filter { referral in referral.qualifiedAt.map { $0 <= now } ?? false }.map(party)
        )
        let pending = Set(others.map(party)).subtracting(qualified)
        return Referrals(count: qualified.count, pending: pending.count)
    }

    struct Interruptions: Equatable {
        var count = 0
        var underWaySince: Moment?
        var planned = 0
        var momentary = 0
        var lostSeconds: Int64 = 0
        var longestSeconds: Int64 = 0
    }

    static func interruptions(_ all: [Interruption], at now: Moment) -> Interruptions {
        var result = Interruptions()
        for incident in incidents(all.filter { $0.beganAt <= now }) {
            let began = incident.map(\.beganAt).min()!
            let isUnderWay = incident.contains { loss in loss.endedAt.map { $0 > now } ?? true }
            let isRecent = now - began < year
            if incident[0].isPlanned {
                if isUnderWay || isRecent { result.planned += 1 }
                continue
            }
            let seconds = secondsWithoutService(incident, until: now)
            if isUnderWay {
                let since = lastFullSecondOfService(incident, before: now)
                result.underWaySince = [result.underWaySince, since].compactMap { $0 }.min()
            }
            if seconds > 300, isUnderWay || isRecent {
                result.count += 1
                result.lostSeconds += seconds
                result.longestSeconds = max(result.longestSeconds, seconds)
            } else if isRecent, !isUnderWay {
                result.momentary += 1
            }
        }
        return result
    }

    /// Joins any two groups that have losses which belong together, until there are none.
    private static func incidents(_ losses: [Interruption]) -> [[Interruption]] {
        var groups = losses.map { [$0] }
        func joins(_ first: Interruption, _ second: Interruption) -> Bool {
            first.service == second.service && first.isPlanned == second.isPlanned
                && first.beganAt <= second.beganAt
                && second.beganAt.secondsSince1970 <= end(of: first) + 3_600
        }
        while true {
            let pairs = groups.indices.flatMap { left in
                groups.indices.map { (left, $0) }.filter { $0 != $1 }
            }
            guard
                let (left, right) = pairs.first(where: { left, right in
                    groups[left].contains { loss in groups[right].contains { joins(loss, $0) } }
                })
            else { return groups }
            groups[left] += groups[right]
            groups.remove(at: right)
        }
    }

    /// Far in the future where none is known.
    private static func end(of loss: Interruption) -> Int64 {
        max(loss.beganAt, loss.endedAt ?? Moment(secondsSince1970: 1 << 41)).secondsSince1970
    }

    /// Between each two neighbouring edges there is service or there is not.
    private static func secondsWithoutService(_ losses: [Interruption], until now: Moment) -> Int64
    {
        let spans = losses.map {
            ($0.beganAt.secondsSince1970, min(end(of: $0), now.secondsSince1970))
        }
        let edges = Set(spans.flatMap { [$0.0, $0.1] }).sorted()
        return zip(edges, edges.dropFirst()).reduce(0) { sum, piece in
            let isLost = spans.contains { $0.0 <= piece.0 && piece.1 <= $0.1 }
            return isLost ? sum + piece.1 - piece.0 : sum
        }
    }

    /// The latest beginning before which there was service.
    private static func lastFullSecondOfService(
        _ losses: [Interruption], before now: Moment
    ) -> Moment {
        losses.map(\.beganAt).filter { began in
            !losses.contains {
                $0.beganAt < began && end(of: $0) >= began.secondsSince1970
            }
        }.max()!
    }
}
