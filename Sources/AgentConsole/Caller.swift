import Customers
import ProtocolWords
import ReplyReading

/// The four figures and what stands beside them; `nil` is unknown, which is not 0.
struct Figures: Equatable {
    var value: Int?
    var complaints: Int?
    var referrals: Int?
    var interruptions: Int?
    /// Complaints that are not settled.
    var open: Int?
    var oldestOpen: Moment?
    /// Referrals that have not qualified yet.
    var pending: Int?
    /// Without service, in the interruptions that count.
    var minutes: Int?
    /// Since when a service is interrupted.
    var down: Moment?

    init(_ fields: Fields) {
        func number(_ key: String) -> Int? { fields[key].flatMap { Int($0) } }
        value = number("value")
        complaints = number("complaints")
        referrals = number("referrals")
        interruptions = number("interruptions")
        open = number("open")
        oldestOpen = fields["oldest_open"].flatMap { Moment(iso8601: $0) }
        pending = number("pending")
        minutes = number("minutes")
        down = fields["down"].flatMap { Moment(iso8601: $0) }
    }
}

/// A customer as the agent names and the server finds them.
struct Customer: Equatable, Codable {
    /// `#` and the row, which every verb takes; it stays when the account changes.
    let key: String
    let account: String
    let name: String

    /// - Returns: `nil` where the fields name no single customer.
    init?(_ fields: Fields) {
        guard let id = fields["id"], let account = fields["account"] else { return nil }
        self.init(key: "#\(id)", account: account, name: fields["name"] ?? "")
    }

    init(key: String, account: String, name: String) {
        self.key = key
        self.account = account
        self.name = name
    }

    /// `Acme Ltd (A1042)`
    var title: String { name.isEmpty ? account : "\(name) (\(account))" }
}

/// Who calls, as far as the number tells: the fields of a `POP` or `UPDATE`.
struct Caller: Equatable {
    /// `nil`: what a later version of the protocol tells.
    let lookup: ReplyCode?
    let number: String?
    /// What the network delivered, where it is no number that can be read.
    let received: String?
    let customer: Customer?
    let figures: Figures
    let match: String?
    /// The customer's number that was found, where it is another than the caller's.
    let stored: String?
    let role: String?
    let state: String?
    let kind: String?
    /// How many customers share the number.
    let customers: Int?
    let reason: String?
    /// Linked by an agent, and nobody has confirmed it.
    let isProvisional: Bool

    init(_ fields: Fields) {
        lookup = fields["lookup"].map { UInt16($0).flatMap { ReplyCode(rawValue: $0) } } ?? .done
        number = fields["number"]
        received = fields["received"]
        customer = Customer(fields)
        figures = Figures(fields)
        match = fields["match"]
        stored = fields["stored"]
        role = fields["role"]
        state = fields["state"]
        kind = fields["kind"]
        customers = fields["customers"].flatMap { Int($0) }
        reason = fields["reason"]
        isProvisional = fields["link"] == "provisional"
    }

    /// The number, or whatever stands in its place.
    var sign: String? { number ?? received }
    var isShared: Bool { customer == nil && (customers ?? 0) > 1 }

    /// What stands where a name would: `2 customers share this number`.
    var title: String {
        if let customer { return customer.name.isEmpty ? customer.account : customer.name }
        if let customers { return "\(customers) customers share this number" }
        switch lookup {
        case .nobody: return "unknown number"
        case .withheld: return "number withheld"
        case .notASubscriber: return "internal or short number"
        case .unreadableNumber: return "number that cannot be read"
        default: return "caller not looked up"
        }
    }
}
