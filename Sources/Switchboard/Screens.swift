import Customers

/// Which calls are on whose screen; what is put there or taken away costs the same however many
/// there are.
struct Screens {
    /// The place of each call on an agent's screen: the older ones have the smaller numbers.
    private var places: [Agent: [UInt64: UInt64]] = [:]
    private var lastPlace: UInt64 = 0

    /// Everybody who has a call, in alphabetical order.
    var agents: [Agent] { places.keys.sorted { $0.text < $1.text } }

    /// The calls on an agent's screen, the oldest first.
    func calls(of agent: Agent) -> [UInt64] {
        (places[agent] ?? [:]).sorted { $0.value < $1.value }.map(\.key)
    }

    mutating func show(_ call: UInt64, to agent: Agent) {
        guard places[agent]?[call] == nil else { return }
        lastPlace += 1
        places[agent, default: [:]][call] = lastPlace
    }

    mutating func hide(_ call: UInt64, from agent: Agent) {
        places[agent]?[call] = nil
        if places[agent]?.isEmpty == true { places[agent] = nil }
    }

    mutating func hide(_ call: UInt64, from agents: some Sequence<Agent>) {
        for agent in agents { hide(call, from: agent) }
    }
}

/// Which calls concern a customer or come from a number.
struct ConcernedCalls {
    private var byCustomer: [CustomerID: Set<UInt64>] = [:]
    private var byNumber: [PhoneNumber: Set<UInt64>] = [:]

    func calls(of customer: CustomerID) -> Set<UInt64>? { byCustomer[customer] }
    func calls(from number: PhoneNumber) -> Set<UInt64>? { byNumber[number] }

    mutating func add(_ call: UInt64, _ subject: some CallSubject) {
        for customer in subject.customers { byCustomer[customer, default: []].insert(call) }
        if let number = subject.number { byNumber[number, default: []].insert(call) }
    }

    mutating func remove(_ call: UInt64, _ subject: some CallSubject) {
        for customer in subject.customers {
            byCustomer[customer]?.remove(call)
            if byCustomer[customer]?.isEmpty == true { byCustomer[customer] = nil }
        }
        if let number = subject.number {
            byNumber[number]?.remove(call)
            if byNumber[number]?.isEmpty == true { byNumber[number] = nil }
        }
    }
}
