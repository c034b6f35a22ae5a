public import Customers

/// Who calls, as far as the switchboard has to know: it hands the rest on unseen.
public protocol CallSubject: Equatable {
    /// The customers on the screen; none for an unknown caller.
    var customers: [CustomerID] { get }
    /// The caller's number; `nil` when there is none to be read.
    var number: PhoneNumber? { get }
}

/// How much a switchboard keeps.
public struct SwitchboardLimits: Sendable {
    /// Calls known at once, the ended ones in their wrap-up included.
    public var calls: Int
    /// Agents that one call rings at, or who speak with its caller.
    public var agentsPerCall: Int
    /// Agents that one watcher names.
    public var agentsPerWatcher: Int
    /// Watchers that name the same agent.
    public var watchersPerAgent: Int
    /// Watchers of everybody.
    public var wallboards: Int
    /// How long a call may last that nobody hangs up, in seconds.
    public var callSeconds: UInt64
    /// How long an ended call stays known, in seconds.
    public var wrapUpSeconds: UInt64

    public init(
        calls: Int, agentsPerCall: Int, agentsPerWatcher: Int, watchersPerAgent: Int,
        wallboards: Int, callSeconds: UInt64, wrapUpSeconds: UInt64
    ) {
        self.calls = calls
        self.agentsPerCall = agentsPerCall
        self.agentsPerWatcher = agentsPerWatcher
        self.watchersPerAgent = watchersPerAgent
        self.wallboards = wallboards
        self.callSeconds = callSeconds
        self.wrapUpSeconds = wrapUpSeconds
    }
}

/// Why a switchboard does not do what it was asked.
public enum SwitchboardRefusal: Error, Sendable {
    /// It does not know this call, or no longer; or the call is not at this agent.
    case noCall
    /// As many calls are under way as may be: none of them is given up for another one.
    case noRoom
    /// Somebody speaks with the caller: the call rings nowhere.
    case isAnswered
    /// The call is at as many agents as may be.
    case tooManyAgents
    /// A limit is reached: agents of one watcher, watchers of one agent, or wallboards.
    case tooManyWatchers
}
