public import Customers

/// What somebody may ask and sees, on every way in.
public struct Rights: Equatable, Sendable {
    /// The client's name in the list; `nil`: nobody has signed in.
    public let client: String?
    /// `nil`: nobody has signed in, and nobody has to be asked who they are from there.
    public let role: Role?
    public let permissions: Permissions
    public let sight: Sight
    /// Whose screens are the client's own, the first one the author of what it stores; `nil`:
    /// everybody's.
    public let agents: [Agent]?
    /// `nil`: as many as it likes.
    public let lookupsPerMinute: Int?

    public init(
        client: String?, role: Role?, permissions: Permissions, sight: Sight, agents: [Agent]?,
        lookupsPerMinute: Int? = nil
    ) {
        self.lookupsPerMinute = lookupsPerMinute
        self.client = client
        self.role = role
        self.permissions = permissions
        self.sight = sight
        self.agents = agents
    }

    /// Of whoever asks where nobody is asked who they are: everything, as `role` says it.
    public static let unrestricted = Rights(
        client: nil, role: .admin, permissions: Role.admin.permissions, sight: .everything,
        agents: nil)

    /// Of whoever has to sign in first.
    public static let stranger = Rights(
        client: nil, role: nil, permissions: .session, sight: [], agents: [])

    /// Whether such a screen is the client's own.
    public func owns(_ agent: Agent) -> Bool { agents?.contains(agent) ?? true }
}
