import Customers
import ManagerStreams
import Testing

@testable import AsteriskManager

/// A connection that is lost and made again, and a follower that begins in the middle.
@Suite struct ResumingTests {
    /// How things stand at one moment of the day.
    private struct Moment {
        var follower = CallFollower(Story.names)
        var screens = Screens()
        var model = AsteriskModel()

        mutating func take(_ message: ManagerMessage) {
            model.take(message)
            tell(follower.take(message))
        }

        mutating func tell(_ changes: [CallChange]) {
            for change in changes { screens.take(change) }
        }

        /// Has the list of channels read, as `other` has them by then.
        mutating func resume(at other: Moment) {
            model = other.model
            follower.beginAgain()
            follower.beginList()
            for message in Story.messages(model.list()) where message.event == "CoreShowChannel" {
                tell(follower.takeListed(message))
            }
            tell(follower.endList()?.changes ?? [])
        }
    }

    private static let day = ManagerStream.calls.flatMap { Story.messages($0.bytes) }
    /// Without any interruption; one moment more than there are events.
    private static let moments = day.reduce(into: [Moment()]) { moments, message in
        var next = moments[moments.count - 1]
        next.take(message)
        moments.append(next)
    }
    /// Events after which nothing is left of an interruption.
    private static let aftermath = 40

    @Test(arguments: [0, 1, 3, 8, 40])
    func whatIsMissedIsMadeGood(missing: Int) {
        for index in 0...(Self.day.count - missing) {
            var now = Self.moments[index]
            now.resume(at: Self.moments[index + missing])
            let mistake = Self.mistake(of: now, from: index + missing)
            #expect(mistake == nil, "lost at \(index): \(mistake ?? "")")
        }
    }

    /// A conference of thousands costs about what as many calls cost.
    @Test func aListOfOneGreatBridgeIsReadAsOthersAre() {
        let apart = Self.cost { "b-\($0)" }
        let together = Self.cost { _ in "b" }
        #expect(together < apart * 6, "\(together) is much more than \(apart)")
    }

    private static func cost(_ bridge: (Int) -> String) -> Duration {
        let list = (0..<3000).map { number in
            Talk.channel("17.\(number)").replacing(
                "BridgeId: ", with: "BridgeId: \(bridge(number))")
        }
        let messages = Story.messages(Array(list.joined().utf8))
        return ContinuousClock().measure {
            var follower = CallFollower(Story.names)
            follower.beginList()
            for message in messages { _ = follower.takeListed(message) }
            #expect(follower.endList()?.newCallCount == 3000)
        }
    }

    @Test func aFollowerThatBeginsInTheMiddleGoesOn() {
        for index in 0...Self.day.count {
            var now = Moment()
            now.resume(at: Self.moments[index])
            let mistake = Self.mistake(of: now, from: index)
            #expect(mistake == nil, "begun at \(index): \(mistake ?? "")")
        }
    }

    /// What an event says while the list is on its way may be newer than the list.
    @Test func whatComesWhileTheListComesIsKept() {
        var follower = CallFollower(Story.names)
        follower.beginList()
        let script = Script(
            "new 1 PJSIP/trunk-00000001 4\nnew 2/1 PJSIP/2001-00000002 0\ndial 1 2\n"
                + "new 3 PJSIP/trunk-00000003 4\nbye 3 16")
        for message in Story.messages(script.bytes) { _ = follower.take(message) }
        let late = Talk.channel("3")
        for message in Story.messages(Array(late.utf8)) {
            #expect(follower.takeListed(message) == [])
        }
        #expect(follower.endList()?.changes == [])
        #expect(follower.liveCalls == ["1"] && follower.ringing("1").map(\.text) == ["2001"])
    }

    /// What is wrong now, or with one of the events that come; `nil` is nothing.
    private static func mistake(of start: Moment, from index: Int) -> String? {
        var now = start
        for place in index...min(index + aftermath, day.count) {
            if place > index { now.take(day[place - 1]) }
            guard !isRight(now, moments[place]) else { continue }
            return "\(now.screens.calls) instead of \(moments[place].screens.calls) at \(place)"
        }
        return nil
    }

    private static func isRight(_ now: Moment, _ whole: Moment) -> Bool {
        let live = whole.follower.liveCalls
        return Set(now.screens.calls.keys) == Set(live)
            && live.allSatisfy { speaks(now, whole, $0) && rings(now, whole, $0) }
    }

    /// Whoever is joined with the caller speaks, and nobody who has not been.
    private static func speaks(_ now: Moment, _ whole: Moment, _ call: String) -> Bool {
        let speaking = now.screens.calls[call]?.speaking ?? []
        return speaking.isSuperset(of: joined(whole, call))
            && speaking.isSubset(of: allowed(whole, call, \.speaking))
    }

    /// It rings where a phone rings, and nowhere where none does or has just done; the list may
    /// know a phone a moment before the event.
    private static func rings(_ now: Moment, _ whole: Moment, _ call: String) -> Bool {
        let unanswered = whole.model.unanswered(for: call)
        let legs = (whole.follower.calls[call]?.legs ?? []).filter {
            unanswered.contains($0.channel)
        }
        let agents = unanswered.compactMap { whole.follower.channels[$0]?.agent?.text }
        let ringing = now.screens.calls[call]?.ringing ?? []
        return ringing.isSuperset(of: legs.map(\.agent.text))
            && ringing.isSubset(of: allowed(whole, call, \.ringing).union(agents))
    }

    /// While a caller is joined with nobody, what was missed may stand for that moment.
    private static func allowed(
        _ whole: Moment, _ call: String, _ screens: KeyPath<Screens.Call, Set<String>>
    ) -> Set<String> {
        let isAlone = joined(whole, call).isEmpty
        return whole.screens.calls[call]?[keyPath: isAlone ? \.everybody : screens] ?? []
    }

    private static func joined(_ whole: Moment, _ call: String) -> [String] {
        let follower = whole.follower
        guard follower.channels[call]?.bridge != nil else { return [] }
        return (follower.calls[call]?.speakers ?? []).filter {
            $0.channels.contains { follower.channels[$0]?.bridge != nil }
        }.map(\.agent.text)
    }
}
