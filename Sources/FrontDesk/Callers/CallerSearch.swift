import CustomerStore
public import Customers
import Numbering

/// Looks for a caller's customers, tier by tier, and stops at the first that hits.
///
/// The same for the index and for the database, which answer the keys.
public struct CallerSearch: Sendable {
    let reader: NumberReader
    /// How many last digits the suffix tier compares; 0: it is off.
    let suffixDigits: Int

    /// Of customers who share a number, those who have the extension that was dialled.
    ///
    /// - Parameter extensions: those that each of them has behind the number.
    /// - Returns: everybody where nobody has it.
    func choose(
        _ caller: Caller, _ match: CallerMatch, _ extensions: [CustomerID: [String]],
        note: (Step) -> Void
    ) -> CallerMatch {
        guard let digits = caller.extensionDigits else { return match }
        let chosen = match.holders.filter { extensions[$0.customer]?.contains(digits) == true }
        guard let tier = match.tier, !chosen.isEmpty else { return match }
        for holder in match.holders where !chosen.contains(holder) {
            note(.rejected(holder, tier, reason: "another extension"))
        }
        return match.only(chosen)
    }

    /// What happened, for those who ask why.
    public enum Step: Sendable {
        case tried(NumberKey, holders: Int)
        case rejected(NumberHolder, MatchTier, reason: StaticString)
        case passedOver(MatchTier, reason: StaticString)
    }

    private var knowsPlaces: Bool {
        !(reader.plan.neighbours.isEmpty && reader.plan.areaCodes.isEmpty)
    }

    /// Whether digits that could not be read may still find somebody.
    var canReadDigits: Bool { suffixDigits > 0 || knowsPlaces }

    /// Searches.
    ///
    /// - Parameters:
    ///   - exactIsDone: the number itself has been looked for, and nobody has it.
    ///   - blockLengths: bit n says that there may be blocks of n digits.
    ///   - holders: answers a key; of the numbers that are a key of several tiers all are wanted.
    ///   - note: is told what happened.
    func run<Failure: Error>(
        _ caller: Caller, exactIsDone: Bool = false, blockLengths: UInt16 = .max,
        holders: (NumberKey) throws(Failure) -> [NumberHolder], note: (Step) -> Void = { _ in }
    ) throws(Failure) -> CallerMatch {
        if let number = caller.number {
            if !exactIsDone {
                let key = NumberKey(tier: .exact, origin: .asRead, digits: number.digits)
                let found = try look([key], holders, note)
                if let found { return found }
            }
            if let found = try variants(of: number, holders, note) { return found }
        }
        if !caller.received.isEmpty {
            if let found = try withoutPlus(caller, holders, note) { return found }
            if let found = try places(caller, holders, note) { return found }
        }
        if let number = caller.number, blockLengths != 0,
            let found = try blocks(number, blockLengths, holders, note)
        {
            return found
        }
        return try suffix(caller, holders, note) ?? CallerMatch()
    }

    private func variants<Failure: Error>(
        of number: PhoneNumber, _ holders: (NumberKey) throws(Failure) -> [NumberHolder],
        _ note: (Step) -> Void
    ) throws(Failure) -> CallerMatch? {
        var match = CallerMatch(.variant)
        for variant in Variants(of: number) {
            let key = NumberKey(
                tier: .variant, origin: .variant(variant.reason), digits: variant.number.digits)
            try match.add(key, holders, note)
        }
        return match.orNothing
    }

    /// A national number that may as well be a country code and a number, taken so where exactly
    /// one customer has that one: nothing speaks against it.
    private func withoutPlus<Failure: Error>(
        _ caller: Caller, _ holders: (NumberKey) throws(Failure) -> [NumberHolder],
        _ note: (Step) -> Void
    ) throws(Failure) -> CallerMatch? {
        guard caller.number != nil,
            let number = reader.internationalCandidate(
                for: caller.received.span, on: caller.line)
        else { return nil }
        var match = CallerMatch(.international)
        let key = NumberKey(tier: .international, origin: .withoutPlus, digits: number.digits)
        try match.add(key, holders, note)
        guard match.holders.count <= 1 else {
            for holder in match.holders {
                note(.rejected(holder, .international, reason: "several customers have it"))
            }
            return nil
        }
        return match.orNothing
    }

    private func places<Failure: Error>(
        _ caller: Caller, _ holders: (NumberKey) throws(Failure) -> [NumberHolder],
        _ note: (Step) -> Void
    ) throws(Failure) -> CallerMatch? {
        guard knowsPlaces else {
            note(.passedOver(.national, reason: "no neighbours and no area codes are set"))
            return nil
        }
        let keys = reader.nationalCandidates(for: caller.received.span, on: caller.line).map {
            NumberKey(tier: .national, origin: .place($0), digits: $0.number.digits)
        }
        return try look(keys, holders, note)
    }

    /// From the longest beginning to the shortest.
    private func blocks<Failure: Error>(
        _ number: PhoneNumber, _ lengths: UInt16,
        _ holders: (NumberKey) throws(Failure) -> [NumberHolder], _ note: (Step) -> Void
    ) throws(Failure) -> CallerMatch? {
        var length = number.digitCount - 1
        var beginning = number.digits / 10
        while length >= NumberReader.blockDigitMinimum {
            defer {
                length -= 1
                beginning /= 10
            }
            guard lengths & 1 << UInt16(length) != 0 else { continue }
            var match = CallerMatch(.block)
            let key = NumberKey(tier: .block, origin: .beginning, digits: beginning)
            try match.add(key, holders, note) { $0.role == .block ? nil : "is not a block" }
            if let found = match.orNothing { return found }
        }
        return nil
    }

    private func suffix<Failure: Error>(
        _ caller: Caller, _ holders: (NumberKey) throws(Failure) -> [NumberHolder],
        _ note: (Step) -> Void
    ) throws(Failure) -> CallerMatch? {
        guard suffixDigits > 0 else {
            note(.passedOver(.suffix, reason: "the tier is off"))
            return nil
        }
        guard let ending = ending(of: caller) else {
            note(.passedOver(.suffix, reason: "too few digits"))
            return nil
        }
        var match = CallerMatch(.suffix)
        let key = NumberKey(tier: .suffix, origin: .ending, digits: ending)
        try match.add(key, holders, note) { reasonAgainst($0, caller) }
        guard match.holders.count <= 1 else {
            for holder in match.holders {
                note(.rejected(holder, .suffix, reason: "several customers end so"))
            }
            return nil
        }
        return match.orNothing
    }

    private func ending(of caller: Caller) -> UInt64? {
        let suffix =
            caller.number.map { NumberSuffix(of: $0, limit: suffixDigits) }
            ?? NumberSuffix(ofDigits: caller.digits, limit: suffixDigits)
        return suffix?.count == suffixDigits ? suffix?.digits : nil
    }

    /// Why an ending that is the same is still another line; `nil` when it may be this one.
    private func reasonAgainst(_ holder: NumberHolder, _ caller: Caller) -> StaticString? {
        if NumberSuffix(of: holder.number, limit: suffixDigits).count < suffixDigits {
            return "the ending reaches into its country code"
        }
        if let number = caller.number, caller.namesCountry,
            !number.hasCountryCode(of: holder.number)
        {
            return "another country"
        }
        return nil
    }

    private func look<Failure: Error>(
        _ keys: [NumberKey], _ holders: (NumberKey) throws(Failure) -> [NumberHolder],
        _ note: (Step) -> Void
    ) throws(Failure) -> CallerMatch? {
        guard let tier = keys.first?.tier else { return nil }
        var match = CallerMatch(tier)
        for key in keys { try match.add(key, holders, note) }
        return match.orNothing
    }
}

/// Whom a search has found: the customers of the first tier that hit.
public struct CallerMatch: Sendable {
    /// `nil`: nobody.
    private(set) var tier: MatchTier?
    /// Each customer once, in the order of the keys.
    private(set) var holders: [NumberHolder] = []
    private var customers: Set<CustomerID> = []

    init(_ tier: MatchTier? = nil) { self.tier = tier }

    var orNothing: CallerMatch? { holders.isEmpty ? nil : self }

    /// The same match with some of its holders.
    func only(_ chosen: [NumberHolder]) -> CallerMatch {
        var match = CallerMatch(tier)
        match.holders = chosen
        match.customers = Set(chosen.map(\.customer))
        return match
    }

    /// Takes the customers that have `key`.
    ///
    /// - Parameter reasonAgainst: why a customer that has it is none; `nil`: it is one.
    mutating func add<Failure: Error>(
        _ key: NumberKey, _ find: (NumberKey) throws(Failure) -> [NumberHolder],
        _ note: (CallerSearch.Step) -> Void,
        _ reasonAgainst: (NumberHolder) -> StaticString? = { _ in nil }
    ) throws(Failure) {
        let found = try find(key)
        note(.tried(key, holders: found.count))
        for holder in found {
            if let reason = reasonAgainst(holder) {
                note(.rejected(holder, key.tier, reason: reason))
            } else if customers.insert(holder.customer).inserted {
                holders.append(holder)
            }
        }
    }
}
