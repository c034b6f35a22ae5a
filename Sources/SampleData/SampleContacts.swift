internal import CustomerStore
internal import Customers

/// Writes who the customers of the sample are and how to reach them.
struct SampleContacts {
    private static let types = [
        "vip", "wholesale", "contract", "trial", "press", "public-sector", "staff",
    ]
    private static let leavingReasons = [
        "price", "moved away", "competitor", "quality", "deceased",
    ]
    private static let channels = ["phone", "email", "post", "sms", ""]

    private let files: SampleFiles
    private let seed: UInt64
    private var issuer = NumberIssuer()
    /// The last number of the customer before, which a household shares.
    private var lastNumber: SampleNumber?
    private var lastCompanyNumbers = [SampleNumber?](repeating: nil, count: Land.all.count)

    init(files: SampleFiles, seed: UInt64) {
        self.files = files
        self.seed = seed
    }

    mutating func write(
        _ customer: SampleCustomer, of count: Int, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        try writeRow(customer, of: count, &random)
        if customer.sharesHousehold, let shared = lastNumber {
            try writePhone(shared, customer, role: .shared, label: "home", &random)
            if random.chance(40) { try writeMobile(customer, &random) }
        } else if customer.kind == .person {
            try writePersonPhones(customer, &random)
        } else {
            try writeCompanyPhones(customer, &random)
        }
    }

    private func writeRow(
        _ customer: SampleCustomer, of count: Int, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        let row = files.customers
        let land = Land.all[customer.home.land]
        let city = land.cities[customer.home.city]
        row.field(SampleCustomer.account(customer.index))
        row.field(customer.name)
        row.field(customer.kind.word)
        row.field(customer.state.word)
        if customer.state == .prospect { row.emptyField() } else { row.field(customer.since) }
        if let day = customer.leftOn { row.field(day) } else { row.emptyField() }
        row.field(customer.leftOn == nil ? "" : random.pick(Self.leavingReasons))
        row.field(parent(of: customer, of: count, &random).map(SampleCustomer.account) ?? "")
        row.field(types(&random))
        row.field(customer.home.address)
        row.field(city.name)
        row.field(city.region)
        row.field(customer.home.postcode)
        row.field(land.code)
        row.field(customer.email)
        if let day = customer.birthday { row.field(day) } else { row.emptyField() }
        row.field(land.language)
        row.field(random.pick(Self.channels))
        row.field(land.currency)
        if customer.kind == .person, random.chance(60) {
            row.emptyField()
        } else {
            let thousands = random.number(in: 1...(customer.kind == .person ? 5 : 100))
            row.field(Money(hundredths: Int64(thousands) * 50_000))
        }
        try row.endRow()
    }

    /// A head of a group, which may come later in the file.
    private func parent(
        of customer: SampleCustomer, of count: Int, _ random: inout SampleRandom
    ) -> Int? {
        guard customer.kind != .person, !SampleCustomer.isGroupHead(customer.index),
            random.chance(20)
        else { return nil }
        let group = random.below(count / SampleCustomer.groupSpacing + 1)
        let head = group * SampleCustomer.groupSpacing + SampleCustomer.groupPlace
        return head < count ? head : nil
    }

    private func types(_ random: inout SampleRandom) -> String {
        switch random.pick(weights: [70, 24, 6]) {
        case 0: return ""
        case 1: return random.pick(Self.types)
        default:
            let first = random.below(Self.types.count - 1)
            return "\(Self.types[first]);\(Self.types[first + 1])"
        }
    }

    private mutating func writePersonPhones(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        if random.chance(4) {
            lastNumber = nil
            return
        }
        if random.chance(72) {
            try writeMobile(customer, &random)
            guard random.chance(33) else { return }
        }
        let home = issuer.landline(land: customer.home.land, city: customer.home.city)
        lastNumber = home
        try writePhone(home, customer, role: .direct, label: "home", &random)
        if random.chance(1), let helper = lastCompanyNumbers[customer.home.land] {
            try writePhone(helper, customer, role: .thirdParty, label: "carer", &random)
        }
    }

    private mutating func writeCompanyPhones(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        lastNumber = nil
        if random.chance(5), let reception = lastCompanyNumbers[customer.home.land] {
            return try writePhone(reception, customer, role: .shared, label: "reception", &random)
        }
        let main = issuer.landline(land: customer.home.land, city: customer.home.city)
        lastCompanyNumbers[customer.home.land] = main
        let isBlock = random.chance(6)
        try writePhone(main, customer, role: isBlock ? .block : .direct, label: "main", &random)
        if random.chance(40) { try writeMobile(customer, &random) }
        if random.chance(20) {
            let desk = issuer.landline(land: customer.home.land, city: customer.home.city)
            let number = random.chance(50) ? "\(random.number(in: 10...899))" : ""
            try writePhone(
                desk, customer, role: .direct, label: "accounts", extension: number, &random)
        }
    }

    private mutating func writeMobile(
        _ customer: SampleCustomer, _ random: inout SampleRandom
    ) throws(ExchangeError) {
        let mobile = issuer.mobile(land: customer.home.land, city: customer.home.city)
        lastNumber = mobile
        try writePhone(mobile, customer, role: .direct, label: "mobile", &random)
    }

    private func writePhone(
        _ number: SampleNumber, _ customer: SampleCustomer, role: NumberRole,
        label: StaticString, extension: String = "", _ random: inout SampleRandom
    ) throws(ExchangeError) {
        let row = files.phones
        row.field(SampleCustomer.account(customer.index))
        row.field(number.spelled(&random))
        row.field(`extension`)
        row.field(role.word)
        row.field(label)
        try row.endRow()
    }
}
