public import Customers

/// Something that a watcher has to be told.
public struct Notice<Subject: CallSubject>: Equatable {
    /// What happened on an agent's screen.
    public enum Event: Equatable {
        /// A call appears that began then; `from` names the agent who handed it over.
        case pop(Subject, from: Agent?, began: Moment)
        /// It disappears: `by` has taken it; `nil`: it rings no more here, or the agent has left.
        case withdraw(by: Agent?)
        /// The agent speaks with the caller, since then.
        case answered(since: Moment)
        /// It went to another agent and is no more on this screen.
        case transferredTo(Agent)
        /// It was on this screen before and comes now from another agent.
        case transferredFrom(Agent)
        /// The call has ended then.
        case hangUp(HangUpReason, at: Moment)
        /// What is known of the caller has changed.
        case update(Subject)
    }

    public let watcher: WatcherID
    public let call: CallID
    public let agent: Agent
    public let event: Event

    public init(_ watcher: WatcherID, _ call: CallID, _ agent: Agent, _ event: Event) {
        self.watcher = watcher
        self.call = call
        self.agent = agent
        self.event = event
    }
}

/// Names one watcher for the life of the process; never reused.
public typealias WatcherID = UInt64

/// Why a call has ended.
public enum HangUpReason: Equatable, Sendable {
    /// The telephony system said so.
    case said
    /// Nobody said so for too long.
    case aged
    /// The telephony system said that all its calls are over.
    case allOver
}

/// Where a call stands; agents in the order in which they answered.
public enum CallStage: Equatable, Sendable {
    case ringing
    /// Several agents in a conference.
    case answered([Agent])
    /// It has ended; `agents` had answered it and may still write down what it was about.
    case ended([Agent])
}
