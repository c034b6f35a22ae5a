internal import Customers

/// Who the customer at one place of the sample is: the same for the same seed, whoever asks.
struct SampleCustomer {
    /// The place of the customers that other companies belong to, within each `groupSpacing`.
    static let groupSpacing = 16
    static let groupPlace = 7
    /// Persons of a hundred who live with the customer before them.
    static let householdPercent = 6

    /// Where customers live, and with whose habits they write numbers.
    struct Home {
        let land: Int
        let city: Int
        let address: String
        let postcode: String

        init(_ random: inout SampleRandom) {
            land = random.pick(weights: Land.all.map(\.weight))
            let here = Land.all[land]
            city = random.below(here.cities.count)
            let street = random.pick(here.streets)
            address = street.replacing("#", with: "\(random.number(in: 1...180))")
            postcode = SampleCustomer.postcode(here.cities[city].postcode, &random)
        }
    }

    let index: Int
    let kind: CustomerKind
    let state: CustomerState
    private(set) var home: Home
    let name: String
    let email: String
    let since: CalendarDay
    let leftOn: CalendarDay?
    let birthday: CalendarDay?
    /// Whether this customer would live with the one before.
    let seeksHousehold: Bool
    /// Whether this customer shares address and number with the one before.
    private(set) var sharesHousehold = false

    /// `A1001` for the first customer.
    static func account(_ index: Int) -> String { "A\(1001 + index)" }

    static func isGroupHead(_ index: Int) -> Bool { index % groupSpacing == groupPlace }

    init(at index: Int, seed: UInt64, day: CalendarDay) {
        var random = SampleRandom(seed: seed, stream: index * 2)
        self.index = index
        let isHead = Self.isGroupHead(index)
        let kinds: [CustomerKind] = [.person, .company, .dealer, .distributor]
        kind = isHead ? .company : kinds[random.pick(weights: [83, 13, 3, 1])]
        let states: [CustomerState] = [.active, .lapsed, .prospect, .left]
        state = isHead ? .active : states[random.pick(weights: [78, 10, 7, 5])]
        seeksHousehold = random.chance(Self.householdPercent) && kind == .person
        home = Home(&random)
        let here = Land.all[home.land]
        let family = random.pick(here.lastNames)
        let given = random.pick(here.firstNames)
        let company = random.pick(here.companies).replacing("*", with: family)
        name = kind == .person ? "\(given) \(family)" : company
        let mailName = kind == .person ? "\(given).\(family)" : family
        email = random.chance(65) ? "\(Self.folded(mailName)).\(1001 + index)@example.com" : ""
        let age = Self.daysAsCustomer(kind, &random)
        since = Self.day(day, daysBefore: age)
        leftOn = state == .left ? Self.day(day, daysBefore: random.below(age)) : nil
        let birth = Self.day(day, daysBefore: random.number(in: 6600...29_000))
        birthday = kind == .person && random.chance(70) ? birth : nil
    }

    /// Joins the household of the customer before, if both are persons and that one has not
    /// joined another.
    mutating func join(_ neighbour: SampleCustomer?) {
        guard seeksHousehold, let neighbour, neighbour.kind == .person,
            !neighbour.sharesHousehold
        else { return }
        home = neighbour.home
        sharesHousehold = true
    }

    private static func day(_ day: CalendarDay, daysBefore count: Int) -> CalendarDay {
        CalendarDay(daysSince1970: day.daysSince1970 - Int32(count))
    }

    /// Short stays are frequent, long ones rare.
    private static func daysAsCustomer(
        _ kind: CustomerKind, _ random: inout SampleRandom
    ) -> Int {
        let longest = kind == .person ? 4400 : 7300
        return 1 + min(random.below(longest), random.below(longest))
    }

    fileprivate static func postcode(_ pattern: String, _ random: inout SampleRandom) -> String {
        String(
            pattern.map { mark in
                switch mark {
                case "9": Character("\(random.below(10))")
                case "A": random.pick(["A", "B", "D", "E", "H", "J", "L", "N", "R", "T", "W"])
                default: mark
                }
            })
    }

    /// Lower-case ASCII letters and dots, as mail systems like them.
    private static func folded(_ name: String) -> String {
        var letters = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", ".": letters.unicodeScalars.append(scalar)
            case " ", "-": letters.append(".")
            default: letters += folds[scalar] ?? ""
            }
        }
        return letters.lowercased()
    }

    private static let folds: [Unicode.Scalar: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ö": "oe", "é": "e", "è": "e", "ë": "e",
        "ê": "e", "É": "e", "á": "a", "à": "a", "â": "a", "ã": "a", "å": "a", "Á": "a", "Å": "a",
        "í": "i", "ì": "i", "î": "i", "ï": "i", "Í": "i", "ı": "i", "ó": "o", "ò": "o", "ô": "o",
        "ú": "u", "ù": "u", "ñ": "n", "ç": "c", "Ç": "c", "ş": "s", "Y": "y",
    ]
}
