import Customers

/// Which calls are on whose screen; what is put there or taken away costs about the same however
/// many there are.
struct Screens {
    private var screens: [Agent: Screen] = [:]
    /// Everybody who has a call, in alphabetical order.
    private var agents: [Agent] = []
    /// The place of the call that came to a screen last: later ones have larger places.
    private(set) var lastPlace: UInt64 = 0
    /// Calls on all screens; one that is on several counts there.
    private(set) var count = 0

    func count(of agent: Agent) -> Int { screens[agent]?.count ?? 0 }

    /// The call on an agent's screen that came first of those behind `place`.
    func call(of agent: Agent, behind place: UInt64) -> (call: UInt64, place: UInt64)? {
        screens[agent]?.call(behind: place)
    }

    /// Who has a call and comes first behind `agent`, or first of all.
    func agent(behind agent: Agent?) -> Agent? {
        guard let agent else { return agents.first }
        let place = self.place(of: agent)
        let next = place < agents.count && agents[place] == agent ? place + 1 : place
        return next < agents.count ? agents[next] : nil
    }

    mutating func show(_ call: UInt64, to agent: Agent) {
        if screens[agent] == nil { agents.insert(agent, at: place(of: agent)) }
        guard screens[agent, default: Screen()].add(call, at: lastPlace + 1) else { return }
        lastPlace += 1
        count += 1
    }

    mutating func hide(_ call: UInt64, from agent: Agent) {
        guard screens[agent]?.remove(call) == true else { return }
        count -= 1
        guard screens[agent]?.count == 0 else { return }
        screens[agent] = nil
        agents.remove(at: place(of: agent))
    }

    mutating func hide(_ call: UInt64, from agents: some Sequence<Agent>) {
        for agent in agents { hide(call, from: agent) }
    }

    /// Where the agent is among those who have a call, or would be.
    private func place(of agent: Agent) -> Int {
        agents.end { $0.text < agent.text }
    }
}

/// The calls on one agent's screen.
private struct Screen {
    private var places: [UInt64: UInt64] = [:]
    /// The oldest first.
    private var order: [(call: UInt64, place: UInt64)] = []

    var count: Int { order.count }

    /// - Returns: `false` when it is there already.
    mutating func add(_ call: UInt64, at place: UInt64) -> Bool {
        guard places[call] == nil else { return false }
        places[call] = place
        order.append((call, place))
        return true
    }

    /// - Returns: whether it was there.
    mutating func remove(_ call: UInt64) -> Bool {
        guard let place = places.removeValue(forKey: call) else { return false }
        order.remove(at: order.end { $0.place < place })
        return true
    }

    func call(behind place: UInt64) -> (call: UInt64, place: UInt64)? {
        let next = order.end { $0.place <= place }
        return next < order.count ? order[next] : nil
    }
}

extension Array {
    /// Where the elements end that are `before`, as all at the beginning are and none behind them.
    fileprivate func end(where before: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if before(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
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
