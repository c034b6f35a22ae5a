import Testing

/// A whole day of calls, in memory and over sockets.
@Suite(.timeLimit(.minutes(30))) struct CallDayTests {
    @Test(arguments: [1] as [UInt64])
    func theDayLooksTheSameInMemoryAndOverSockets(_ seed: UInt64) throws {
        let day = CallDay(calls: 4000, seed: seed)
        let inMemory = day.play(on: try MemoryStage())
        let server = try RunningServer()
        defer { server.stop() }
        let overSockets = day.play(on: SocketStage(port: server.port))
        #expect(Set(inMemory.keys) == Set(day.consoles))
        #expect(inMemory.values.reduce(0) { $0 + $1.count } > 20_000)
        for console in day.consoles {
            #expect(inMemory[console] == overSockets[console], "\(console)")
        }
        #expect(inMemory["a0x"] != nil)
    }

    /// Nothing is withdrawn that was not there, and at the end of the day every screen is empty.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyScreenIsConsistent(_ seed: UInt64) throws {
        let day = CallDay(calls: 2000, seed: seed)
        var screens: [String: ConsoleScreen] = [:]
        for (console, lines) in day.play(on: try MemoryStage()) {
            for line in lines { screens[console, default: ConsoleScreen()].take(line) }
            #expect(screens[console]?.mistakes == [], "\(console)")
        }
        for console in day.lastConsoles { #expect(screens[console]?.calls == [:], "\(console)") }
    }

    /// Two consoles of one agent that never leave are told the same.
    @Test func twoConsolesOfOneAgentSeeTheSame() throws {
        let received = CallDay(calls: 2000, seed: 4).play(on: try MemoryStage())
        let others = received.filter { $0.key.hasPrefix("a0g") }
        if others.count == 1 { #expect(others.values.first == received["a0x"]) }
        #expect(received["a0x"]!.count > 10)
    }
}
