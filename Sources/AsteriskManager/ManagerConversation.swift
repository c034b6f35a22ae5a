/// The talk with one Asterisk as a value: what to send next for what was read.
public struct ManagerConversation: Sendable {
    private let user: String
    private let secret: String
    /// What is known of this Asterisk's calls.
    public private(set) var follower: CallFollower

    public init(user: String, secret: String, agents: PhoneNames) {
        self.user = user
        self.secret = secret
        follower = CallFollower(agents)
    }

    /// Takes what Asterisk has said.
    public mutating func take(_ message: ManagerMessage) -> [ManagerStep] { [] }

    /// To be called every 15 seconds.
    public mutating func tick() -> [ManagerStep] { [] }

    /// The connection is lost, and the next message is the first of a new one.
    public mutating func beginAgain() { follower.beginAgain() }
}
