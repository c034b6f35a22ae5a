import Customers
import Switchboard
import Testing

/// Limits, many calls, PBXs, and calls from before the start.
@Suite struct RoomTests {
    private static let (kim, lee) = (Agent("kim")!, Agent("lee")!)
    private static let acme = TestCaller(customers: [CustomerID(7)], words: "Acme")

    private static func full() throws -> TestBoard {
        var board = TestBoard(limits: .small)
        _ = try board.watch(.agents([kim]), by: 1)
        for number in 0..<4 {
            _ = try board.ring(CallID("c\(number)")!, at: kim, from: nil, acme, now: 0)
        }
        return board
    }

    @Test func endedCallsMakeRoomAndLiveOnesNever() throws {
        var board = try Self.full()
        _ = try board.hangUp(CallID("c2")!, at: 1)
        _ = try board.ring(CallID("c4")!, at: Self.kim, from: nil, Self.acme, now: 1)
        #expect(board.stage(of: CallID("c2")!) == nil)
        #expect(throws: SwitchboardRefusal.noRoom) {
            try board.ring(CallID("c5")!, at: Self.lee, from: nil, Self.acme, now: 1)
        }
        #expect(throws: SwitchboardRefusal.noRoom) {
            try board.arrive(CallID("c5")!, from: nil, Self.acme, at: 1)
        }
        #expect(board.stage(of: CallID("c5")!) == nil)
        for call in ["c0", "c1", "c3", "c4"] {
            #expect(board.stage(of: CallID(call)!) == .ringing, "\(call)")
        }
        #expect(board.liveCount == 4)
    }

    @Test func anAgentTooManyIsRefused() throws {
        var board = try Self.full()
        for agent in ["a", "b"] {
            _ = try board.ring(CallID("c0")!, at: Agent(agent)!, from: nil, Self.acme, now: 1)
        }
        #expect(throws: SwitchboardRefusal.tooManyAgents) {
            try board.ring(CallID("c0")!, at: Agent("c")!, from: nil, Self.acme, now: 1)
        }
        for agent in ["a", "b", "c"] {
            _ = try board.answer(CallID("c0")!, by: Agent(agent)!, at: 2)
        }
        #expect(throws: SwitchboardRefusal.tooManyAgents) {
            try board.answer(CallID("c0")!, by: Agent("d")!, at: 2)
        }
    }

    @Test func aWatcherTooManyIsRefusedAndKeepsWhatItHad() throws {
        var board = TestBoard(limits: .small)
        _ = try board.watch(.agents([Self.kim]), by: 1)
        _ = try board.watch(.agents([Self.lee]), by: 2)
        _ = try board.watch(.agents([Self.kim]), by: 4)
        #expect(throws: SwitchboardRefusal.tooManyWatchers) {
            try board.watch(.agents([Self.kim]), by: 2)
        }
        let told = try board.ring(CallID("c1")!, at: Self.lee, from: nil, Self.acme, now: 0)
        #expect(told.map(\.watcher) == [2])
        #expect(throws: SwitchboardRefusal.tooManyWatchers) {
            try board.watch(.agents(["a", "b", "c"].map { Agent($0)! }), by: 2)
        }
    }

    /// All of them belong to one customer and ring at the same agents: what one more costs must
    /// not grow with them. Where every screen was searched for every call, it grew a hundredfold.
    @Test func manyCallsOfOneCustomerAndOfOneAgentCostNoMoreEach() throws {
        let count = 10_000
        let limits = SwitchboardLimits(
            calls: count, agentsPerCall: 256, agentsPerWatcher: 1, watchersPerAgent: 1,
            wallboards: 1, callSeconds: 1000, wrapUpSeconds: 1000)
        var board = TestBoard(limits: limits)
        let agents = (0..<32).map { Agent("a\($0)")! }
        func play(_ calls: Range<Int>) throws {
            for number in calls {
                let call = CallID("c\(number)")!
                for agent in agents {
                    _ = try board.ring(call, at: agent, from: nil, Self.acme, now: 0)
                }
                _ = try board.hangUp(call, at: 0)
            }
        }
        // The board is full of ended calls, so that each new one makes another be forgotten.
        let clock = ContinuousClock()
        try play(0..<count)
        let few = try clock.measure { try play(count..<(count + 200)) }
        for number in 0..<(count / 2) {
            let call = CallID("live\(number)")!
            for agent in agents {
                _ = try board.ring(call, at: agent, from: nil, Self.acme, now: 0)
            }
        }
        let many = try clock.measure { try play((2 * count)..<(2 * count + 200)) }
        #expect(many < few * 20, "\(few) without others, \(many) beside \(count / 2)")
    }

    @Test func aPBXEndsItsOwnCallsOnly() throws {
        let (north, south) = (PBX("north")!, PBX("south")!)
        var board = TestBoard(limits: .small)
        _ = try board.watch(.agents([Self.kim]), by: 1)
        for (call, pbx) in [
            ("north/1", north), ("south/1", south), ("1", nil), ("north/2", nil),
        ] as [(String, PBX?)] {
            _ = try board.ring(CallID(call)!, at: Self.kim, from: pbx, Self.acme, now: 0)
        }
        func over(_ pbx: PBX?) -> [String] { board.liveLegs(of: pbx).map(\.call.text).sorted() }
        #expect(over(north) == ["north/1", "north/2"])
        #expect(over(south) == ["south/1"])
        #expect(over(nil) == ["1", "north/2"])
        let legs = board.liveLegs(of: south)
        let told = legs.compactMap { board.end($0, at: 3) }.flatMap { $0 }
        #expect(
            told.map(\.event) == [.hangUp(.allOver, at: Moment(secondsSince1970: 3))])
        let again = legs.compactMap { board.end($0, at: 3) }
        #expect(again == [])
        #expect(board.liveCount == 3)
    }

    @Test func whatWasUnderWayIsTakenUp() throws {
        var board = TestBoard(limits: .small)
        let began = Moment(secondsSince1970: 40)
        var state = CallState(CallID("c1")!, of: PBX("north"), began: began, Self.acme)
        state.speaking = [.init(Self.kim, since: Moment(secondsSince1970: 45))]
        state.spoke = [Self.kim]
        let old = CallState(CallID("c0")!, of: nil, began: began, Self.acme)
        let taken = [(state, 60), (state, 60), (old, 100)].map { state, age in
            board.restore(state, age: age, at: 5)
        }
        #expect(taken == [true, false, false])
        #expect(board.state(of: state.id) == state)
        #expect(
            try board.watch(.agents([Self.kim]), by: 1).map(\.event) == [
                .pop(Self.acme, from: nil, began: began),
                .answered(since: Moment(secondsSince1970: 45)),
            ])
        // It ages by when it began.
        let aged = [44, 45].map { board.sweep(at: .at($0)).aged.map(\.call) }
        #expect(aged == [[], [state.id]])
    }
}
