/// Which endpoints of a PBX are trunks, and the agents whose endpoints bear another name.
public struct PhoneNames: Equatable, Sendable {
    /// Endpoints that are no agents: `PJSIP/trunk`, or `trunk` whatever the technology.
    public let trunks: Set<String>
    /// Names of agents by their endpoints: `PJSIP/anna-maria` is `1001`.
    public let agents: [String: String]

    public init(trunks: Set<String>, agents: [String: String]) {
        self.trunks = trunks
        self.agents = agents
    }
}
