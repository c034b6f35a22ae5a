public import Customers

/// What of a referral decides whether it counts.
public struct ReferralEvent: Hashable, Sendable {
    /// Who was referred; equal values are the same party.
    public enum Party: Hashable, Sendable {
        case customer(CustomerID)
        /// No customer, or none any more: a number that the caller gives to each distinct name.
        case name(UInt32)
        /// Neither customer nor name: a number that the caller gives to each such referral.
        case unknown(UInt32)
    }

    /// The party as one number, so that equal parties can be brought side by side.
    let key: UInt64
    /// `nil`: not qualified yet.
    public let qualifiedAt: Moment?
    public let isToSelf: Bool
    public let isWithinGroup: Bool

    public init(
        to party: Party, by referrer: CustomerID, qualifiedAt: Moment?, isWithinGroup: Bool = false
    ) {
        switch party {
        case .customer(let id): key = UInt64(id.value)
        case .name(let number): key = 1 << 32 | UInt64(number)
        case .unknown(let number): key = 2 << 32 | UInt64(number)
        }
        self.qualifiedAt = qualifiedAt?.withinReach
        isToSelf = party == .customer(referrer)
        self.isWithinGroup = isWithinGroup
    }

    /// What two spellings of one name have in common: case and blanks make no difference.
    public static func partyName(_ name: String) -> String {
        name.lowercased().split(separator: " ").joined(separator: " ")
    }

    /// Tells the named parties apart by `partyName`.
    public static func events(of referrals: [Referral], by referrer: CustomerID) -> [ReferralEvent]
    {
        var names: [String: UInt32] = [:]
        return referrals.enumerated().map { index, referral in
            let party: Party
            if let id = referral.referred {
                party = .customer(id)
            } else {
                let name = partyName(referral.referredName)
                let next = UInt32(names.count)
                party =
                    name.isEmpty
                    ? .unknown(UInt32(index)) : .name(names[name, default: next])
                if !name.isEmpty, names[name] == nil { names[name] = next }
            }
            return ReferralEvent(
                to: party, by: referrer, qualifiedAt: referral.qualifiedAt,
                isWithinGroup: referral.isWithinGroup)
        }
    }

    /// One party's referrals side by side, the first to qualify first.
    static func precedes(_ left: ReferralEvent, _ right: ReferralEvent) -> Bool {
        guard left.key == right.key else { return left.key < right.key }
        switch (left.qualifiedAt, right.qualifiedAt) {
        case (let left?, let right?): return left < right
        case (_?, nil): return true
        case (nil, _): return false
        }
    }
}

/// Whether a referral counts, and why.
///
/// A referral counts for ever once the referred party has qualified: the act happened, so one
/// who has left since still counts, and so does one whose record was removed. A party without
/// a record is told apart by name; without a name too, each referral stands for its own party.
///
/// - Source: `Sources/DECISIONS.md`, "Referrals".
public enum ReferralVerdict: Hashable, Sendable {
    case counts
    /// Not qualified; `until` is known when the moment lies in the future.
    case pending(until: Moment?)
    /// The same party as in the referral at this position, which stands for both.
    case duplicate(of: Int)
    case toSelf
    case withinGroup

    /// The verdict on a referral that is the first to qualify of its party.
    init(_ referral: ReferralEvent, at now: Moment) {
        guard let qualified = referral.qualifiedAt, qualified <= now else {
            self = .pending(until: referral.qualifiedAt)
            return
        }
        self = .counts
    }

    public var counts: Bool { self == .counts }

    /// When the verdict changes though nothing is written.
    public var nextChange: Moment? {
        guard case .pending(let until) = self else { return nil }
        return until
    }

    /// One verdict for each referral, in the same order.
    public static func verdicts(on referrals: [ReferralEvent], at now: Moment) -> [ReferralVerdict]
    {
        var verdicts = [ReferralVerdict](repeating: .toSelf, count: referrals.count)
        visit(referrals, at: now) { verdicts[$0] = $1 }
        return verdicts
    }

    /// Calls `body` with the position and the verdict of each referral.
    static func visit(
        _ referrals: [ReferralEvent], at now: Moment, _ body: (Int, ReferralVerdict) -> Void
    ) {
        let order = Order(of: referrals, by: ReferralEvent.precedes)
        var leader: (position: Int, key: UInt64)?
        for rank in referrals.indices {
            let position = order[rank]
            let referral = referrals[position]
            if referral.isToSelf {
                body(position, .toSelf)
            } else if referral.isWithinGroup {
                body(position, .withinGroup)
            } else if let leader, leader.key == referral.key {
                body(position, .duplicate(of: leader.position))
            } else {
                leader = (position, referral.key)
                body(position, ReferralVerdict(referral, at: now))
            }
        }
    }
}
