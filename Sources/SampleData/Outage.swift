internal import Customers

/// An interruption of the sample, and whom it touches.
struct Outage {
    /// Outages in each city.
    static let perCity = 4
    /// Customers of a city of a hundred that one of its outages touches.
    static let cityPercent = 27
    /// Customers of a country of a hundred that its great outage touches.
    static let landPercent = 40

    static let services = ["internet", "telephony", "mobile", "television", "electricity"]
    static let causes = [
        "cable cut by an excavator", "power failure at the exchange", "router software fault",
        "flooded cabinet", "backbone maintenance", "lightning", "theft of copper",
        "expired certificate", "overheated rack", "",
    ]

    let reference: String
    let service: String
    let beganAt: Moment
    let endedAt: Moment?
    let isPlanned: Bool
    let cause: String

    /// All outages: one under way in the whole of the first country, then those of the cities,
    /// the first of which is under way too.
    static func all(seed: UInt64, day: CalendarDay) -> [Outage] {
        var random = SampleRandom(seed: seed, stream: -1)
        var outages = [
            Outage(
                reference: "I1", service: "mobile", beganAt: day.start - 7200, endedAt: nil,
                isPlanned: false, cause: "core network fault")
        ]
        for number in 0..<perCity * Land.all.reduce(0, { $0 + $1.cities.count }) {
            outages.append(
                Outage(number: number + 2, isUnderWay: number == 0, day: day, &random))
        }
        return outages
    }

    private init(
        reference: String, service: String, beganAt: Moment, endedAt: Moment?, isPlanned: Bool,
        cause: String
    ) {
        self.reference = reference
        self.service = service
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.isPlanned = isPlanned
        self.cause = cause
    }

    private init(
        number: Int, isUnderWay: Bool, day: CalendarDay, _ random: inout SampleRandom
    ) {
        let age = isUnderWay ? 1 : random.number(in: 1...500)
        let began = day.start - Int64(age * 86_400) + Int64(random.below(80_000))
        let seconds =
            switch random.pick(weights: [15, 55, 25, 5]) {
            case 0: random.number(in: 5...290)
            case 1: random.number(in: 400...14_000)
            case 2: random.number(in: 14_000...60_000)
            default: random.number(in: 60_000...80_000)
            }
        reference = "I\(number)"
        service = random.pick(Self.services)
        beganAt = isUnderWay ? day.start - 10_800 : began
        endedAt = isUnderWay ? nil : min(began + Int64(seconds), day.start)
        isPlanned = !isUnderWay && random.chance(15)
        cause = random.pick(Self.causes)
    }

    /// Which of `all` touch a customer.
    static func indexes(
        touching customer: SampleCustomer, _ random: inout SampleRandom
    ) -> [Int] {
        var indexes: [Int] = []
        if customer.home.land == 0, random.chance(landPercent) { indexes.append(0) }
        let citiesBefore = Land.all.prefix(customer.home.land).reduce(0) { $0 + $1.cities.count }
        let first = 1 + (citiesBefore + customer.home.city) * perCity
        for index in first..<first + perCity where random.chance(cityPercent) {
            indexes.append(index)
        }
        return indexes
    }
}
