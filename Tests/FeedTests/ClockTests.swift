import Customers
import GRDB
import Scoring
import StoreScene
import Testing

@testable import CustomerStore

/// A clock that was wrong, by whatever, leaves nothing behind.
@Suite struct ClockTests {
    private static let day = CalendarDay("2026-11-21")!
    private static let seconds: Int64 = 86_400

    private func scene(ahead: Int64) throws -> Scene {
        let path = try Scratch.sample(customers: 400, seed: 11, day: Self.day)
        return try Scene(path: path, now: Self.noon + ahead, scoreEvery: Self.seconds)
    }

    private static var noon: Moment { day.start + 43_200 }

    @Test(arguments: [1, 60, 86_400, 7 * 86_400, 400 * 86_400, 36_500 * 86_400] as [Int64])
    func aStartAheadAndThenTheRightTime(ahead: Int64) throws {
        let scene = try scene(ahead: ahead)
        scene.now = Self.noon
        scene.follow()
        #expect(scene.clockSteps == [-ahead])
        #expect(try scene.differences() == [])
        let version = try #require(try scene.store.scoreVersion())
        #expect(version.thresholds.computedAt <= scene.now)
        #expect(try staleValues(scene, version) == 0)
    }

    @Test(arguments: [-30, 30, -400, 400] as [Int64])
    func aStepWhileItRunsAndBackAgain(days: Int64) throws {
        let scene = try scene(ahead: 0)
        for step in [days, -days, days] {
            scene.now = scene.now + step * Self.seconds
            scene.follow()
            #expect(scene.clockSteps.last == step * Self.seconds)
            #expect(try scene.differences() == [], "\(step) days")
        }
    }

    /// What is due while the clock is back is done when its time comes again.
    @Test func figuresAgeBehindAStepBack() throws {
        let scene = try scene(ahead: 0)
        scene.now = Self.noon - 10 * Self.seconds
        scene.follow()
        for _ in 1...20 {
            scene.now = scene.now + Self.seconds
            scene.follow()
            #expect(try scene.differences() == [])
        }
    }

    /// A write is acknowledged while everybody is told again.
    @Test func writesDoNotWaitForThose() throws {
        let scene = try scene(ahead: 86_400)
        scene.now = Self.noon
        let note = WriteRequest(.complaint(.id(CustomerID(1)), subject: "now"))
        guard case .written = scene.store.perform([note], now: scene.now)[0] else {
            Issue.record("not written")
            return
        }
        scene.step()
        #expect(scene.hasToldOwn)
    }

    private func staleValues(_ scene: Scene, _ version: ScoreVersion) throws -> Int {
        try scene.store.read { database in
            let reader = try ScoringReader(
                database, now: scene.now, settings: scene.store.scoring,
                currency: version.currency)
            return try reader.customers(of: .range(1...Int64(UInt32.max))).filter {
                Score($0.raw, against: version.thresholds).value != $0.stored
            }.count
        }
    }
}
