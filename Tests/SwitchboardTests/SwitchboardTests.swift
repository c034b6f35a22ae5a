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
        _ = try board.ring(call, at: kim, from: nil, acme, now: 0)
        _ = try board.ring(call, at: lee, from: nil, acme, now: 0)
        return board
    }

    private static func pop(_ second: Int64 = 0, from: Agent? = nil) -> Notice<TestCaller>.Event {
        .pop(acme, from: from, began: Moment(secondsSince1970: second))
    }

    private static func answered(_ second: Int64) -> Notice<TestCaller>.Event {
        .answered(since: Moment(secondsSince1970: second))
    }

    private static func hangUp(
        _ second: Int64, _ reason: HangUpReason = .said
    ) -> Notice<TestCaller>.Event {
        .hangUp(reason, at: Moment(secondsSince1970: second))
    }

    @Test func aCallRingsAtTheAgentsWatchersOnly() throws {
        var board = try Self.board()
        _ = try board.watch(.everybody, by: 9)
        let told = try board.ring(Self.call, at: Self.kim, from: nil, Self.acme, now: 0)
        #expect(told.map(\.watcher) == [1, 9])
        #expect(told.allSatisfy { $0.event == Self.pop() && $0.agent == Self.kim })
    }

    @Test func repeatsChangeNothing() throws {
        var board = try Self.ringing()
        #expect(try board.ring(Self.call, at: Self.kim, from: nil, Self.acme, now: 1) == [])
        _ = try board.answer(Self.call, by: Self.kim, at: 1)
        #expect(try board.answer(Self.call, by: Self.kim, at: 2) == [])
        #expect(try board.ring(Self.call, at: Self.kim, from: nil, Self.acme, now: 1) == [])
        _ = try board.transfer(Self.call, to: Self.sam)
        #expect(try board.transfer(Self.call, to: Self.sam) == [])
        _ = try board.hangUp(Self.call, at: 2)
        #expect(try board.hangUp(Self.call, at: 3) == [])
        #expect(try board.answer(Self.call, by: Self.lee, at: 4) == [])
        #expect(try board.transfer(Self.call, to: Self.lee) == [])
        #expect(board.liveCount == 0)
    }

    @Test func theOthersLoseThePopWhenOneAnswers() throws {
        var board = try Self.ringing()
        let told = try board.answer(Self.call, by: Self.lee, at: 7)
        #expect(
            told == [
                Notice(1, Self.call, Self.kim, .withdraw(by: Self.lee)),
                Notice(2, Self.call, Self.lee, Self.answered(7)),
            ])
        #expect(board.stage(of: Self.call) == .answered([Self.lee]))
    }

    @Test func thePopGoesAlongOnTransfer() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee, at: 1)
        #expect(
            try board.transfer(Self.call, to: Self.sam) == [
                Notice(2, Self.call, Self.lee, .transferredTo(Self.sam)),
                Notice(3, Self.call, Self.sam, Self.pop(from: Self.lee)),
            ])
        #expect(
            try board.answer(Self.call, by: Self.sam, at: 5) == [
                Notice(3, Self.call, Self.sam, Self.answered(5))
            ])
        #expect(board.state(of: Self.call)?.spoke == [Self.sam])
        #expect(
            try board.hangUp(Self.call, at: 9) == [Notice(3, Self.call, Self.sam, Self.hangUp(9))])
    }

    @Test func aSecondAnswerIsAConference() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee, at: 1)
        #expect(
            try board.answer(Self.call, by: Self.sam, at: 2) == [
                Notice(3, Self.call, Self.sam, Self.pop()),
                Notice(3, Self.call, Self.sam, Self.answered(2)),
            ])
        #expect(board.stage(of: Self.call) == .answered([Self.lee, Self.sam]))
        #expect(
            try board.withdraw(Self.call, from: Self.lee) == [
                Notice(2, Self.call, Self.lee, .withdraw(by: nil))
            ])
        #expect(board.stage(of: Self.call) == .answered([Self.sam]))
        #expect(board.state(of: Self.call)?.spoke == [Self.lee, Self.sam])
        _ = try board.answer(Self.call, by: Self.kim, at: 3)
        #expect(
            try board.hangUp(Self.call, at: 4) == [
                Notice(3, Self.call, Self.sam, Self.hangUp(4)),
                Notice(1, Self.call, Self.kim, Self.hangUp(4)),
            ])
        #expect(board.stage(of: Self.call) == .ended([Self.sam, Self.kim]))
    }

    /// An attended transfer to somebody who was brought in before: the others are out.
    @Test func aConferenceCanBeLeftToOne() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee, at: 1)
        _ = try board.answer(Self.call, by: Self.sam, at: 2)
        #expect(
            try board.transfer(Self.call, to: Self.sam) == [
                Notice(2, Self.call, Self.lee, .transferredTo(Self.sam)),
                Notice(3, Self.call, Self.sam, .transferredFrom(Self.lee)),
            ])
        #expect(board.stage(of: Self.call) == .answered([Self.sam]))
        #expect(board.state(of: Self.call)?.spoke == [Self.sam])
    }

    @Test func aCallRingsNoMoreAtOneAgent() throws {
        var board = try Self.ringing()
        #expect(
            try board.withdraw(Self.call, from: Self.kim) == [
                Notice(1, Self.call, Self.kim, .withdraw(by: nil))
            ])
        #expect(throws: SwitchboardRefusal.noCall) {
            try board.withdraw(Self.call, from: Self.kim)
        }
        #expect(try board.watch(.agents([Self.kim]), by: 1) == [])
        #expect(
            try board.ring(Self.call, at: Self.kim, from: nil, Self.acme, now: 4).map(\.event)
                == [Self.pop()])
        _ = try board.hangUp(Self.call, at: 5)
        #expect(throws: SwitchboardRefusal.noCall) {
            try board.withdraw(Self.call, from: Self.kim)
        }
    }

    @Test func whatIsAnsweredRingsNowhereUntilItIsHandedOn() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee, at: 1)
        #expect(throws: SwitchboardRefusal.isAnswered) {
            try board.ring(Self.call, at: Self.sam, from: nil, Self.acme, now: 2)
        }
        _ = try board.transfer(Self.call, to: Self.kim)
        #expect(
            try board.ring(Self.call, at: Self.sam, from: nil, Self.acme, now: 2).count == 1)
    }

    /// A queue behind the first leg: the one who had that writes on, the next one is rung.
    @Test func aCallThatRingsAfterItsEndIsAnotherLeg() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee, at: 1)
        _ = try board.hangUp(Self.call, at: 2)
        #expect(
            try board.ring(Self.call, at: Self.sam, from: nil, Self.acme, now: 5) == [
                Notice(3, Self.call, Self.sam, Self.pop(5))
            ])
        #expect(board.liveCount == 1 && board.callCount == 2)
        #expect(
            try board.watch(.agents([Self.lee]), by: 2).map(\.event)
                == [Self.pop(), Self.answered(1), Self.hangUp(2)])
        // At the same agent, the new leg takes the place of the old one.
        _ = try board.ring(Self.call, at: Self.lee, from: nil, Self.acme, now: 6)
        #expect(try board.watch(.agents([Self.lee]), by: 2).map(\.event) == [Self.pop(5)])
        #expect(try board.hangUp(Self.call, at: 7).count == 2)
        // The wrap-up of the first leg does not end that of the second.
        _ = board.sweep(at: 12)
        #expect(board.callCount == 1 && board.stage(of: Self.call) == .ended([]))
        for second in 20..<60 as Range<UInt64> {
            _ = try board.ring(Self.call, at: Self.sam, from: nil, Self.acme, now: .at(second))
            _ = try board.hangUp(Self.call, at: .at(second))
            #expect(board.callCount <= 3)
        }
    }

    @Test func aConsoleThatReconnectsGetsItsCalls() throws {
        var board = try Self.ringing()
        _ = try board.answer(Self.call, by: Self.lee, at: 3)
        board.unwatch(2)
        _ = try board.hangUp(Self.call, at: 5)
        #expect(
            try board.watch(.agents([Self.lee]), by: 5) == [
                Notice(5, Self.call, Self.lee, Self.pop()),
                Notice(5, Self.call, Self.lee, Self.answered(3)),
                Notice(5, Self.call, Self.lee, Self.hangUp(5)),
            ])
        #expect(try board.watch(.agents([Self.kim]), by: 6) == [])
    }

    @Test func aCallThatNobodyHangsUpAgesOut() throws {
        var board = try Self.ringing()
        let none = board.sweep(at: 99).aged
        #expect(none.isEmpty)
        let (told, aged) = board.sweep(at: 100)
        #expect(aged.map(\.call) == [Self.call])
        #expect(told.map(\.event) == [Self.hangUp(100, .aged), Self.hangUp(100, .aged)])
        #expect(board.callCount == 1)
        _ = board.sweep(at: 110)
        #expect(board.callCount == 0)
    }

    @Test func whatChangesIsOnTheScreenAtOnce() throws {
        var board = try Self.ringing()
        let leg = try #require(board.knownLegs.first)
        #expect(board.legs(concerning: CustomerID(7)) == [leg])
        #expect(board.legs(concerning: CustomerID(8)) == nil)
        #expect(board.update(Self.call, Self.acme) == [])
        let worse = TestCaller(customers: [CustomerID(8)], words: "Acme, 3 complaints")
        #expect(board.update(Self.call, worse).map(\.event) == [.update(worse), .update(worse)])
        #expect(board.legs(concerning: CustomerID(7)) == nil)
        #expect(board.legs(concerning: CustomerID(8)) == [leg])
    }

    @Test func aLinkedNumberConcernsItsCall() throws {
        var board = try Self.board()
        let number = PhoneNumber(canonical: "+442079460958")!
        let stranger = TestCaller(customers: [], words: "?", number: number)
        _ = try board.ring(Self.call, at: Self.kim, from: nil, stranger, now: 0)
        #expect(board.legs(from: number)?.count == 1)
        _ = try board.hangUp(Self.call, at: 0)
        _ = board.sweep(at: 10)
        #expect(board.legs(from: number) == nil)
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

extension SwitchboardTime: ExpressibleByIntegerLiteral {
    init(integerLiteral second: UInt64) { self = .at(second) }

    /// Both clocks began at the same time.
    static func at(_ second: UInt64) -> SwitchboardTime {
        SwitchboardTime(seconds: second, moment: Moment(secondsSince1970: Int64(second)))
    }
}
