import ProtocolWords

/// A limit of one client's or one address's share, as `Protocol/limits.tsv` names it.
enum SharedLimit {
    case waitingRequests, writtenByClient, writtenByAddress, callsOfClient, callsOfAddress
    case watchers, wallboards, failedSignIns, lookups

    /// Its name on the wire.
    var name: StaticString {
        switch self {
        case .waitingRequests: "waitingRequestsPerAddress"
        case .writtenByClient: "writtenBytesPerClient"
        case .writtenByAddress: "writtenBytesPerAddress"
        case .callsOfClient: "newCallsPerClient"
        case .callsOfAddress: "newCallsPerAddress"
        case .watchers: "watchersPerAgentAndAddress"
        case .wallboards: "wallboardsPerAddress"
        case .failedSignIns: "failedSignInsPerAddress"
        case .lookups: "lookups-per-minute"
        }
    }

    var value: Int {
        switch self {
        case .waitingRequests: Limits.waitingRequestsPerAddress
        case .writtenByClient: Limits.writtenBytesPerClient
        case .writtenByAddress: Limits.writtenBytesPerAddress
        case .callsOfClient: Limits.newCallsPerClient
        case .callsOfAddress: Limits.newCallsPerAddress
        case .watchers: Limits.watchersPerAgentAndAddress
        case .wallboards: Limits.wallboardsPerAddress
        case .failedSignIns: Limits.failedSignInsPerAddress
        case .lookups: .max
        }
    }
}
