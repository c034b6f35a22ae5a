import ProtocolWords

/// How much to ask, how fast and how long.
public struct LoadPlan: Equatable, Sendable {
    /// When a load has done enough.
    public enum End: Equatable, Sendable {
        case after(Duration)
        case requests(Int)
        /// When it is told so.
        case whenStopped
    }

    /// As many as a server takes.
    public static let clientLimit = Limits.connections
    /// Requests in flight on one connection: their replies must fit in what a server keeps for
    /// a client that does not read.
    public static let pipelineLimit = 1000
    /// Requests a second; one thread does not come further.
    public static let rateLimit = 5_000_000
    /// Addresses to connect from.
    public static let sourceLimit = 250
    /// Of one run.
    public static let requestLimit = 1_000_000_000_000

    public let clients: Int
    /// Requests in flight on each connection at most.
    public let pipeline: Int
    /// Requests a second, whatever the server does; `nil`: the next when a reply has come.
    public let rate: Int?
    public let end: End
    /// What is seen before is forgotten.
    public let warmUp: Duration
    /// Loopback addresses from which each request has a connection of its own, timed from the
    /// moment when it begins to connect; `nil`: connections stay open. Several addresses, because
    /// closed connections keep their ports for a minute.
    public let sources: Int?

    /// - Throws: for a count that is not from 1 to its limit.
    public init(
        clients: Int, pipeline: Int = 1, rate: Int? = nil, end: End, warmUp: Duration = .zero,
        sources: Int? = nil
    ) throws(LoadError) {
        self.clients = try Self.checked(clients, "clients", Self.clientLimit)
        self.pipeline = try Self.checked(pipeline, "pipeline", Self.pipelineLimit)
        self.rate = try rate.map { rate throws(LoadError) in
            try Self.checked(rate, "rate", Self.rateLimit)
        }
        self.end = end
        self.warmUp = warmUp
        self.sources = try sources.map { sources throws(LoadError) in
            try Self.checked(sources, "sources", Self.sourceLimit)
        }
        if case .requests(let count) = end {
            _ = try Self.checked(count, "requests", Self.requestLimit)
        }
    }

    private static func checked(
        _ count: Int, _ name: String, _ limit: Int
    ) throws(LoadError) -> Int {
        guard (1...limit).contains(count) else {
            throw .outOfRange(name: name, value: count, limit: limit)
        }
        return count
    }
}
