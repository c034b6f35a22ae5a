import Customers
import Testing

/// A clock that is set while the daemon serves, over the wire.
@Suite struct ClockStepTests {
    private static let day: Int64 = 86_400

    private func say(_ line: String, _ stage: MemoryStage) -> String {
        stage.send(Array("\(line)\n".utf8), from: "a")
        return stage.nextLine(for: "a") ?? "no line"
    }

    private func lines(_ line: String, _ stage: MemoryStage) -> [String] {
        stage.send(Array("\(line)\n".utf8), from: "a")
        return stage.allLines(for: "a")
    }

    /// What is told bears the moment of the clock as it is now, however it stood before.
    @Test(arguments: [-400, -1, 1, 400] as [Int64])
    func whatIsToldBehindAStepIsOfNow(days: Int64) throws {
        let stage = try MemoryStage()
        #expect(say("NOTE A1042 reference=before x", stage).hasPrefix("201 "))
        stage.setClock(by: days * Self.day)
        #expect(say("NOTE A1042 reference=after x", stage).hasPrefix("201 "))
        let now = Base.clock + days * Self.day
        let entry = lines("HISTORY A1042 reference=after", stage).first { $0.hasPrefix("note ") }
        #expect(entry?.value("at") == "\(now)", "\(entry ?? "none")")
        // The moment itself may be named, and what is far ahead of the clock is refused as ever.
        #expect(say("NOTE A1042 at=\(now) x", stage).hasPrefix("201 "))
        stage.setClock(by: -days * Self.day)
        #expect(say("NOTE A1042 reference=again x", stage).hasPrefix("201 "))
        let again = lines("HISTORY A1042 reference=again", stage).first { $0.hasPrefix("note ") }
        #expect(again?.value("at") == "\(Base.clock)", "\(again ?? "none")")
    }

    /// How long it has run is counted by a clock that nobody sets.
    @Test(arguments: [-3650, 3650] as [Int64])
    func theUptimeGoesOn(days: Int64) throws {
        let stage = try MemoryStage()
        func uptime() -> Int? {
            lines("STATS", stage).first { $0.hasPrefix("server ") }?.value("uptime_seconds")
                .flatMap { Int($0) }
        }
        let before = try #require(uptime())
        stage.setClock(by: days * Self.day)
        stage.pass(seconds: 90)
        #expect(uptime() == before + 90)
    }
}
