import EventLoop
import Testing

/// Which addresses a host has.
@Suite struct ResolverTests {
    @Test func anAddressIsItsOwn() throws {
        let loop = try Loop()
        var found: [String] = []
        let resolver = try Resolver("127.0.0.1", on: loop) {
            found = (try? $0.get()) ?? []
        }
        withExtendedLifetime(resolver) { loop.run() }
        #expect(found == ["127.0.0.1"])
    }

    /// What the system cannot even be asked leaves nothing behind.
    @Test func aNameThatIsTooLongIsRefusedAtOnce() throws {
        let loop = try Loop()
        let name = String(repeating: "a", count: 5000)
        for _ in 0..<100 {
            #expect(throws: LoopError.self) {
                try Resolver(name, on: loop) { _ in Issue.record("an answer") }
            }
        }
    }

    @Test func oneThatIsDroppedCallsNobody() throws {
        let loop = try Loop()
        _ = try Resolver("localhost", on: loop) { _ in Issue.record("an answer") }
        loop.run()
    }
}
