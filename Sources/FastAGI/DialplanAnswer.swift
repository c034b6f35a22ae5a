public import Customers

/// What the dialplan is told of a caller.
public struct DialplanAnswer: Equatable, Sendable {
    /// What became of the question; the value of `SCREENPOP_STATUS`.
    public enum Status: String, CaseIterable, Sendable {
        case found = "FOUND"
        /// Several customers have the number.
        case shared = "SHARED"
        case unknown = "UNKNOWN"
        case withheld = "WITHHELD"
        /// Too many calls are asked about at once.
        case busy = "BUSY"
        case error = "ERROR"
    }

    /// The figures; `nil` is not known.
    public struct Figures: Equatable, Sendable {
        public var value: Int?
        public var complaints: Int?
        public var openComplaints: Int?
        public var referrals: Int?
        public var interruptions: Int?
        /// A service is interrupted now.
        public var isDown = false

        public init() {}
    }

    public var status: Status
    public var figures = Figures()
    /// Of the one customer who was found.
    public var account = ""
    public var name = ""
    /// How many have the number.
    public var customerCount = 0
    /// Whether the channel that asks may bear the customer's name: the caller's own, which agents
    /// are shown. What an agent's leg bears, the caller may be sent.
    public var mayBearName = true

    public init(_ status: Status) { self.status = status }

    /// The one customer who has the number.
    public init(account: Account, name: String, _ known: KnownFigures) {
        status = .found
        customerCount = 1
        self.account = account.text
        self.name = name
        figures.value = known.value
        figures.complaints = known.complaints
        figures.openComplaints = known.open
        figures.referrals = known.referrals
        figures.interruptions = known.interruptions
        figures.isDown = known.down != nil
    }

    /// What is known, in the order in which it is told; texts stand behind figures.
    private var variables: [(name: StaticString, value: String, isText: Bool)] {
        func figure(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
        return [
            ("VALUE", figure(figures.value), false),
            ("COMPLAINTS", figure(figures.complaints), false),
            ("OPEN", figure(figures.openComplaints), false),
            ("REFERRALS", figure(figures.referrals), false),
            ("INTERRUPTIONS", figure(figures.interruptions), false),
            ("DOWN", figures.isDown ? "1" : "0", false),
            ("ACCOUNT", account, true), ("NAME", name, true), ("SUMMARY", summary, true),
        ]
    }

    /// One line for a phone's display.
    private var summary: String {
        guard status == .found || status == .shared else { return "" }
        var parts = [status == .found ? name : "\(customerCount) customers"]
        if let value = figures.value { parts.append("value \(value)") }
        if let complaints = figures.complaints {
            let open = figures.openComplaints ?? 0
            parts.append("complaints \(complaints)" + (open > 0 ? " (\(open) open)" : ""))
        }
        if let referrals = figures.referrals { parts.append("referrals \(referrals)") }
        if let interruptions = figures.interruptions {
            parts.append("interruptions \(interruptions)" + (figures.isDown ? " (down now)" : ""))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension DialplanAnswer: GatewayAnswer {
    /// The status comes last: where it is set, all the others are.
    public var commands: [UInt8] {
        var writer = CommandWriter()
        for variable in variables { writer.set("__SCREENPOP_", variable.name, to: variable.value) }
        if mayBearName, !name.isEmpty { writer.set("CALLERID(name)", to: name) }
        writer.set("__SCREENPOP_STATUS", to: status.rawValue)
        writer.verbose("screenpop \(status.rawValue)")
        return writer.bytes
    }

    public var form: [UInt8] {
        var writer = FormWriter()
        writer.set("STATUS", status.rawValue)
        for variable in variables {
            if variable.isText {
                writer.setText(variable.name, variable.value)
            } else {
                writer.set(variable.name, variable.value)
            }
        }
        return writer.line
    }
}
