/// How phone numbers of one country are made and written.
struct NumberPlan: Sendable {
    let countryCode: String
    /// What comes before the area code within the country.
    let trunk: String
    /// Digits of a landline, area code included.
    let subscriberDigits: Int
    /// First digits of landlines behind the area code; none begins a fiction range.
    let landlineHeads: [String]
    /// First digits of the mobile numbers set aside for fiction; empty: there are none.
    let mobileFiction: String
    /// First digits of mobile numbers; empty: they look like landlines.
    let mobileHeads: [String]
    /// Digits of a mobile number that stand apart like an area code.
    let mobileArea: Int
    /// How the digits behind the area code are grouped, by their count.
    let groups: [Int: [Int]]
    /// What stands between groups in the country's own way of writing.
    let mark: String

    /// What people here put before a country code. In Brazil it names a carrier, and in the
    /// United States nobody dials home with it.
    var prefixAbroad: String {
        switch countryCode {
        case "1": ""
        case "55": "+"
        default: "00"
        }
    }
}

/// A number of the sample, not yet written in any way.
struct SampleNumber: Sendable {
    let area: String
    let rest: String
    let plan: NumberPlan

    /// One of the spellings that people use; the same number can come in any of them.
    func spelled(_ random: inout SampleRandom) -> String {
        let national = plan.trunk + area
        let spaced = grouped(by: " ")
        return switch random.pick(weights: [30, 20, 22, 10, 6, 5, 5, 2]) {
        case 0: "+\(plan.countryCode)\(area)\(rest)"
        case 1: "+\(plan.countryCode) \(area) \(spaced)"
        case 2: "\(national) \(spaced)"
        case 3: "\(national)\(rest)"
        case 4: "(\(national)) \(grouped(by: plan.mark == "/" ? " " : plan.mark))"
        case 5: "\(plan.prefixAbroad)\(plan.countryCode) \(area) \(spaced)"
        case 6: "\(national)\(plan.mark)\(grouped(by: plan.mark == "/" ? "" : plan.mark))"
        default:
            "+\(plan.countryCode) \(plan.trunk.isEmpty ? "" : "(\(plan.trunk))")\(area) \(spaced)"
        }
    }

    private func grouped(by mark: String) -> String {
        guard let groups = plan.groups[rest.utf8.count] else { return rest }
        var digits = Substring(rest)
        var parts: [Substring] = []
        for size in groups {
            parts.append(digits.prefix(size))
            digits = digits.dropFirst(size)
        }
        return parts.joined(separator: mark)
    }
}

/// Hands out numbers, each once: first those set aside for fiction, then plausible ones.
struct NumberIssuer {
    private var landlines: [[Int]]
    private var mobiles: [Int]

    init() {
        landlines = Land.all.map { [Int](repeating: 0, count: $0.cities.count) }
        mobiles = Land.all.map { _ in 0 }
    }

    mutating func landline(land: Int, city: Int) -> SampleNumber {
        let serial = landlines[land][city]
        landlines[land][city] += 1
        let place = Land.all[land].cities[city]
        let plan = Land.all[land].numbers
        let digits = plan.subscriberDigits - place.areaCode.utf8.count
        let rest = Self.digits(
            serial, count: digits, fiction: place.fiction, heads: plan.landlineHeads)
        return SampleNumber(area: place.areaCode, rest: rest, plan: plan)
    }

    mutating func mobile(land: Int, city: Int) -> SampleNumber {
        let plan = Land.all[land].numbers
        guard !plan.mobileHeads.isEmpty else { return landline(land: land, city: city) }
        let serial = mobiles[land]
        mobiles[land] += 1
        let isBrazilian = plan.countryCode == "55"
        if isBrazilian {
            let rest = Self.digits(serial, count: 9, fiction: "", heads: plan.mobileHeads)
            return SampleNumber(
                area: Land.all[land].cities[city].areaCode, rest: rest, plan: plan)
        }
        let whole = Self.digits(
            serial, count: Self.mobileDigits[plan.countryCode] ?? plan.subscriberDigits,
            fiction: plan.mobileFiction, heads: plan.mobileHeads)
        return SampleNumber(
            area: String(whole.prefix(plan.mobileArea)),
            rest: String(whole.dropFirst(plan.mobileArea)), plan: plan)
    }

    private static let mobileDigits = ["49": 10, "39": 10, "44": 10]

    /// The `serial`-th number of `count` digits: no two serials give the same.
    private static func digits(
        _ serial: Int, count: Int, fiction: String, heads: [String]
    ) -> String {
        var serial = serial
        if !fiction.isEmpty {
            let free = count - fiction.utf8.count
            let capacity = powersOfTen[free]
            if serial < capacity { return fiction + scattered(serial, digits: free) }
            serial -= capacity
        }
        let head = heads[serial % heads.count]
        return head + scattered(serial / heads.count, digits: count - head.utf8.count)
    }

    private static let powersOfTen = (0...12).map { power in
        (0..<power).reduce(1) { value, _ in value * 10 }
    }

    /// Neighbours in a list should not look like neighbours: multiplies by a number that
    /// shares no factor with 10, which maps the range onto itself.
    private static func scattered(_ serial: Int, digits: Int) -> String {
        let capacity = powersOfTen[digits]
        precondition(serial < capacity, "the sample has numbers for ten million customers")
        let text = String((serial * 6_180_339 + 271) % capacity)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
