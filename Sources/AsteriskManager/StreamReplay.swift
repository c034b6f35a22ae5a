/// Plays a recording: its messages in, what happened to calls out.
public struct StreamReplay: Sendable {
    /// What the recording has come to.
    public private(set) var follower: CallFollower

    /// - Parameter names: where the recording does not begin with its own.
    public init(_ names: PhoneNames = PhoneNames(trunks: [], agents: [:])) {
        follower = CallFollower(names)
    }

    /// Takes what Asterisk has said.
    public mutating func take(_ message: ManagerMessage) -> [CallChange] {
        if let names = PhoneNames(recorded: message) {
            follower = CallFollower(names)
            return []
        }
        switch message.event {
        case "CoreShowChannel", "CoreShowChannelsComplete": return follower.replayListed(message)
        case "Shutdown": return follower.endAll()
        default: return follower.take(message)
        }
    }
}
