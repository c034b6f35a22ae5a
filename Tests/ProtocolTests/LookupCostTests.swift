import CAllocationCount
import CustomerStore
import EventLoop
import TextDoor
import Testing

/// A lookup of a canonical number allocates nothing, from the bytes of the request to those of
/// the reply, whether somebody has the number or not.
@Suite struct LookupCostTests {
    private static let found = ["+442079460958", "+447700900456"]
    /// Without the optimiser, closures that collect live in boxes of their own.
    private static let others =
        isOptimised ? ["+441632960101", "+441632960999", "+12125550123", "+266696687"] : []

    private static var isOptimised: Bool {
        var isOptimised = true
        assert(
            {
                isOptimised = false
                return true
            }())
        return isOptimised
    }

    @Test(arguments: found + others)
    func aCanonicalLookupDoesNotAllocate(number: String) throws {
        let stage = try MemoryStage()
        // Their lookups are answered together, more than one batch a turn.
        let clients = (0..<5).map { _ in Nowhere() }
        for client in clients { stage.door.accept(client) }
        let bytes = Array(String(repeating: "LOOKUP \(number)\r\n", count: 10).utf8)
        func allocations(_ rounds: Int) -> Int {
            let before = allocation_count()
            for _ in 0..<rounds {
                // Not over the clients themselves: that allocates without the optimiser.
                for place in 0..<5 { clients[place].onBytes(bytes.span) }
                stage.door.endTurn()
            }
            return allocation_count() - before
        }
        _ = allocations(100)
        #expect(allocations(100) == allocations(1_000))
    }
}

/// A connection that throws everything away.
private final class Nowhere: Connection {
    let peer = "nowhere"
    let peerHost = PeerHost.loopback
    let isPeerGone = false
    let unsentByteCount = 0
    let isClosed = false
    var onBytes: (Span<UInt8>) -> Void = { _ in }
    var onEnd: (LoopError?) -> Void = { _ in }
    var onDrained: () -> Void = {}
    var onFinished: (LoopError?) -> Void = { _ in }

    func send(_ bytes: Span<UInt8>) {}
    func pauseReading() {}
    func resumeReading() {}
    func finish() {}
    func close() {}
}
