import Customers
import Switchboard
import Testing

/// Who sees which call.
@Suite struct SwitchboardTests {
    private static let call = CallID("c1")!
    private static let (kim, lee, sam) = (Agent("kim")!, Agent("lee")!, Agent("sam")!)
    private static let acme = TestCaller(customers: [CustomerID(7)], words: "Acme")

    private static func board(_ limits: SwitchboardLimits = .small) throws -> TestBoard {
        var board = TestBoard(limits: limits)
        for (watcher, agent) in [(1, kim), (2, lee), (3, sam)] as [(WatcherID, Agent)] {
            _ = try board.watch(.agents([agent]), by: watcher)
        }
        return board
    }

    private static func ringing() throws -> TestBoard {
        var board = try board()
        _ = try board.ring(call, at: kim, acme, now: 0)
        _ = try board.ring(call, at: lee, acme, now: 0)
        return board
    }

    @Test func aCallRingsAtTheAgentsWatchersOnly() throws {
        var board = try Self.board()
        _ = try board.watch(.everybody, by: 9)
        let told = try board.ring(Self.call, at: Self.kim, Self.acme, now: 0)
        #expect(told.map(\.watcher) == [1, 9])
        #expect(told.allSatisfy { $0.event == .pop(Self.acme, from: nil) && $0.agent == Self.kim })
    }

    @Test func repeatsChangeNothing() throws {
        var board = try Self.ringing()
        #expect(try board.ring(Self.call, at: Self.kim, Self.acme, now: 1) == [])
        _ = try board.answer(Self.call, by: Self.kim)
        #expect(try board.answer(Self.call, by: Self.kim) == [])
        #expect(try board.ring(Self.call, at: Self.kim, Self.acme, now: 1) == [])
        _ = try board.transfer(Self.call, to: Self.sam)
        #expect(try board.transfer(Self.call, to: Self.sam) == [])
        _ = try board.hangUp(Self.call, at: 2)
        #expect(try board.hangUp(Self.call, at: 3) == [])
        #expect(try board.ring(Self.call, at: Self.lee, Self.acme, now: 4) == [])
        #expect(try board.answer(Self.call, by: Self.lee) == [])
        #expect(board.liveCount == 0)
    }

    @Test func theOthersLoseThePopWhenOneAnswers() throws {
        var board = try Self.ringing()
        let told = try board.answer(Self.call, by: Self.lee)
        #expect(
            told == [
                Notice(1, Self.call, Self.kim, .withdraw(by: Self.lee)),
                Notice(2, Self.call, Self.lee, .answered),
            ])
        #expect(board.stage(of: Self.call) == .answered(Self.lee))
    }

    @Test func thePopGoesAlongOnTransfer() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee)
        #expect(
            try board.transfer(Self.call, to: Self.sam) == [
                Notice(2, Self.call, Self.lee, .transferredTo(Self.sam)),
                Notice(3, Self.call, Self.sam, .pop(Self.acme, from: Self.lee)),
            ])
        #expect(
            try board.answer(Self.call, by: Self.sam) == [
                Notice(3, Self.call, Self.sam, .answered)
            ])
        #expect(
            try board.hangUp(Self.call, at: 9) == [
                Notice(3, Self.call, Self.sam, .hangUp(.said))
            ])
    }

    @Test func anAgentWhoIsRungAtMidwayTakesOver() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee)
        _ = try board.ring(Self.call, at: Self.sam, Self.acme, now: 5)
        #expect(
            try board.answer(Self.call, by: Self.sam) == [
                Notice(2, Self.call, Self.lee, .transferredTo(Self.sam)),
                Notice(3, Self.call, Self.sam, .transferredFrom(Self.lee)),
                Notice(3, Self.call, Self.sam, .answered),
            ])
    }

    @Test func aConsoleThatReconnectsGetsItsCalls() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee)
        board.unwatch(2)
        _ = try board.hangUp(Self.call, at: 5)
        #expect(
            try board.watch(.agents([Self.lee]), by: 5) == [
                Notice(5, Self.call, Self.lee, .pop(Self.acme, from: nil)),
                Notice(5, Self.call, Self.lee, .answered),
                Notice(5, Self.call, Self.lee, .hangUp(.said)),
            ])
        #expect(try board.watch(.agents([Self.kim]), by: 6) == [])
    }

    @Test func aCallThatNobodyHangsUpAgesOut() throws {
        var board = try Self.ringing()
        #expect(board.sweep(at: 99).aged == [])
        let (told, aged) = board.sweep(at: 100)
        #expect(aged == [Self.call])
        #expect(told.map(\.event) == [.hangUp(.aged), .hangUp(.aged)])
        #expect(board.callCount == 1)
        _ = board.sweep(at: 110)
        #expect(board.callCount == 0)
    }

    @Test func whatChangesIsOnTheScreenAtOnce() throws {
        var board = try Self.ringing()
        #expect(board.calls(concerning: CustomerID(7), []) == [Self.call])
        #expect(board.calls(concerning: CustomerID(8), []) == [])
        #expect(board.update(Self.call, Self.acme) == [])
        let worse = TestCaller(customers: [CustomerID(8)], words: "Acme, 3 complaints")
        #expect(board.update(Self.call, worse).map(\.event) == [.update(worse), .update(worse)])
        #expect(board.calls(concerning: CustomerID(7), []) == [])
        #expect(board.calls(concerning: CustomerID(8), []) == [Self.call])
    }

    @Test func aLinkedNumberConcernsItsCall() throws {
        var board = try Self.board()
        let number = PhoneNumber(canonical: "+442079460958")!
        let stranger = TestCaller(customers: [], words: "?", number: number)
        _ = try board.ring(Self.call, at: Self.kim, stranger, now: 0)
        #expect(board.calls(concerning: CustomerID(1), [number]) == [Self.call])
        _ = try board.hangUp(Self.call, at: 0)
        _ = board.sweep(at: 10)
        #expect(board.calls(concerning: CustomerID(1), [number]) == [])
    }

    @Test func limitsRefuseAndEndedCallsMakeRoom() throws {
        var board = try Self.board()
        for number in 0..<4 {
            _ = try board.ring(CallID("c\(number)")!, at: Self.kim, Self.acme, now: 0)
        }
        _ = try board.hangUp(CallID("c2")!, at: 1)
        _ = try board.ring(CallID("c4")!, at: Self.kim, Self.acme, now: 1)
        #expect(board.stage(of: CallID("c2")!) == nil)
        // None of the others has ended: the oldest must go, and its consoles are told.
        let told = try board.ring(CallID("c5")!, at: Self.lee, Self.acme, now: 1)
        #expect(told.map(\.event) == [.hangUp(.aged), .pop(Self.acme, from: nil)])
        #expect(board.stage(of: CallID("c0")!) == nil && board.callCount == 4)
        for agent in ["a", "b"] {
            _ = try board.ring(CallID("c4")!, at: Agent(agent)!, Self.acme, now: 1)
        }
        #expect(throws: SwitchboardRefusal.tooManyAgents) {
            try board.ring(CallID("c4")!, at: Agent("c")!, Self.acme, now: 1)
        }
    }

    @Test func aWatcherTooManyIsRefusedAndKeepsWhatItHad() throws {
        var board = try Self.board()
        _ = try board.watch(.agents([Self.kim]), by: 4)
        #expect(throws: SwitchboardRefusal.tooManyWatchers) {
            try board.watch(.agents([Self.kim]), by: 2)
        }
        #expect(try board.ring(Self.call, at: Self.lee, Self.acme, now: 0).map(\.watcher) == [2])
        #expect(throws: SwitchboardRefusal.tooManyWatchers) {
            try board.watch(.agents(["a", "b", "c"].map { Agent($0)! }), by: 2)
        }
    }

    @Test func namesArePlainWords() {
        for text in ["1795287141.3", "1-21468@127.0.0.1", "PJSIP/x;2"] {
            #expect(CallID(text)?.text == text)
        }
        let bad = ["", "a b", "a\"b", "a\\b", "a\nb", "é", String(repeating: "x", count: 129)]
        for text in bad { #expect(CallID(text) == nil && Agent(text) == nil, "\(text)") }
        for text in ["*", "*1", "-"] { #expect(Agent(text) == nil) }
    }
}

typealias TestBoard = Switchboard<TestCaller>

struct TestCaller: CallSubject {
    var customers: [CustomerID]
    var words: String
    var number: PhoneNumber?
}

extension SwitchboardLimits {
    static var small: SwitchboardLimits {
        SwitchboardLimits(
            calls: 4, agentsPerCall: 3, agentsPerWatcher: 2, watchersPerAgent: 2, wallboards: 1,
            callSeconds: 100, wrapUpSeconds: 10)
    }
}
