public import EventLoop
public import ScreenPopClient
public import TestSupport

extension Daemon {
    public var endpoint: Endpoint { .tcp(host: Endpoint.loopbackHost, port: port) }

    /// A connection that waits for its replies.
    public func client() throws -> Client { try Client(endpoint, patience: .seconds(120)) }
}
