public import Customers

/// Turns what Asterisk says of channels into what happened to calls: no socket, no clock.
///
/// A channel that comes in by a trunk is a call, and bears its name; a phone that is dialled for it
/// rings; an agent who is joined with the caller in a bridge, be it through pipes, speaks.
/// Channels are known by their `Uniqueid`. Every event says of its channels all that is needed, so
/// that what was missed is made good by the next one; what has hung up does not come back.
public struct CallFollower: Equatable, Sendable {
    /// Channels known at once; of one more nothing is known, nor of its call.
    public static let channelLimit = 20_000
    /// Channels that one bridge is searched through.
    static let reachLimit = 256
    /// Channels remembered when they are gone, so that a late event does not bring one back.
    static let goneLimit = 4096

    let names: PhoneNames
    var channels: [String: Channel] = [:]
    var calls: [String: FollowedCall] = [:]
    var bridges: [String: Set<String>] = [:]
    /// Ends of pipes by their names.
    var pipes: [String: String] = [:]
    var gone = RecentNames(limit: goneLimit)
    var list: ChannelList?

    /// Channels of which nothing is known because there were too many.
    public internal(set) var refusedCount = 0

    public init(_ names: PhoneNames) { self.names = names }

    /// Channels known.
    public var channelCount: Int { channels.count }

    /// The calls that are under way, in no order.
    public var liveCalls: [String] { Array(calls.keys) }

    /// The names of all calls that any channel belongs to, those of no customer included.
    public var callNames: Set<String> { Set(channels.values.map(\.linkedID)) }

    /// Where a call rings; empty for a call that is not known.
    public func ringing(_ call: String) -> [Agent] { calls[call]?.ringing ?? [] }

    /// Who speaks with the caller, or did last.
    public func speaking(_ call: String) -> [Agent] { calls[call]?.speakers.map(\.agent) ?? [] }

    /// Takes an event, wanted or not.
    public mutating func take(_ event: ManagerMessage) -> [CallChange] {
        switch event.kind {
        case .newChannel: learn(event)
        case .newCallerID: learn(event) + renumber(event)
        case .rename: rename(event)
        case .dialBegin: dialBegins(event)
        case .dialEnd: dialEnds(event)
        case .bridgeEnter: enters(event)
        case .bridgeLeave: leaves(event)
        case .attendedTransfer: handsOver(event)
        case .hangUpRequest: hangsUp(event)
        case .hangUp: end(event)
        case .listed, .listComplete, .shutdown, nil: []
        }
    }

    /// The connection is lost: what is known is kept until the list of channels says otherwise.
    public mutating func beginAgain() { list = nil }

    /// To be called from time to time: takes off the screens what has stopped ringing long ago
    /// although nobody was said to have answered.
    public mutating func settle() -> [CallChange] {
        var changes: [CallChange] = []
        for (id, call) in calls where !call.fading.isEmpty {
            for fading in call.fading where fading.isOld {
                changes.append(.withdraw(call: id, agent: fading.agent))
            }
            calls[id]?.fading = call.fading.filter { !$0.isOld }.map {
                .init(agent: $0.agent, isOld: true)
            }
        }
        return changes
    }
}

/// Names that were in use a short time ago.
struct RecentNames: Equatable, Sendable {
    let limit: Int
    private var names: Set<String> = []
    private var order: [String] = []
    private var next = 0

    init(limit: Int) { self.limit = limit }

    func contains(_ name: String) -> Bool { names.contains(name) }

    mutating func insert(_ name: String) {
        guard names.insert(name).inserted else { return }
        if order.count < limit {
            order.append(name)
            return
        }
        names.remove(order[next])
        order[next] = name
        next = (next + 1) % limit
    }
}
