import SeededRandom
import Testing

@testable import AsteriskManager

/// Events that come as they should not, or that somebody has forged.
@Suite struct HostileTests {
    /// Phones, trunks and pipes that do whatever chance says, in an order that it says.
    @Test(arguments: 0..<400 as Range<UInt64>)
    func whateverComesNobodyAnswersTwiceAndEveryPopEnds(seed: UInt64) {
        var soup = Soup(seed: seed)
        var scene = Scene()
        for message in soup.messages() { scene.take(message) }
        for message in soup.ends() { scene.take(message) }
        #expect(scene.isRight && scene.isEmpty)
        // What is late now brings nothing back.
        for message in soup.messages() { scene.take(message) }
        #expect(scene.isRight && scene.isEmpty)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func whateverComesTheListIsBelieved(seed: UInt64) {
        var soup = Soup(seed: seed)
        var scene = Scene()
        for message in soup.messages() {
            scene.take(message)
            if soup.chance(10) { scene.take(list: soup.list()) }
        }
        #expect(scene.isRight)
        scene.take(list: [])
        #expect(scene.isRight && scene.isEmpty)
    }

    private struct Scene {
        private var follower = CallFollower(Story.names)
        private var screens = Screens()
        /// Nobody has answered twice, and the screens are as the follower has them.
        private(set) var isRight = true

        var isEmpty: Bool {
            screens.calls.isEmpty && follower.channelCount == 0 && follower.bridges.isEmpty
                && follower.pipes.isEmpty
        }

        mutating func take(_ message: ManagerMessage) { tell(follower.take(message)) }

        mutating func take(list: [ManagerMessage]) {
            follower.beginList()
            for channel in list { tell(follower.takeListed(channel)) }
            tell(follower.endList()?.changes ?? [])
        }

        private mutating func tell(_ changes: [CallChange]) {
            let isNew = screens.takeAll(changes)
            isRight = isRight && isNew && screens.agree(with: follower)
        }
    }

    /// A caller who can write lines of events cannot touch another's call, nor leave one behind.
    @Test(arguments: [
        "1\r\nUniqueid: 17.1\r\nLinkedid: 17.1", "1\r\nLinkedid: 17.1",
        "1\r\n\r\nEvent: Hangup\r\nUniqueid: 17.1",
        "1\r\n\r\nEvent: DialBegin\r\nUniqueid: 17.1\r\nDestChannel: PJSIP/2009-00000009",
        "1\r\nDestUniqueid: 17.3\r\nDestChannel: PJSIP/2009-00000009\r\nDestLinkedid: 17.1",
        "1\r\n\r\n", "\r\n\r\n1", "1\r\n\r\nChannel: PJSIP/2001-00000003",
    ])
    func aForgedNumberHarmsNobody(number: String) {
        let lines = Script.lines(
            """
            new 17.1 PJSIP/trunk-00000001 4 +441632960801
            new 17.2/17.1 PJSIP/2001-00000002 0
            dial 17.1 17.2
            new 17.3 PJSIP/trunk-00000003 4 FORGED
            new 17.4/17.3 PJSIP/2002-00000004 0
            dial 17.3 17.4
            end 17.3 17.4 NOANSWER
            request 17.3
            bye 17.4 16
            bye 17.3 16
            in b 17.2
            in b 17.1
            bye 17.1 16
            """, forged: number)
        let others = lines.filter { !$0.contains(" b") }
        #expect(
            others == [
                "ARRIVE a +441632960801", "RING a 2001 +441632960801", "ANSWER a 2001",
                "HANGUP a",
            ])
        let own = lines.filter { $0.contains(" b") }
        #expect(own.isEmpty || own.last == "HANGUP b")
    }

    @Test func channelsThatNeverHangUpAreCountedNotKept() {
        var follower = CallFollower(Story.names)
        let limit = CallFollower.channelLimit
        var arrived = 0
        for number in 0..<limit + 100 {
            let text = "new 17.\(number) PJSIP/trunk-00000001 4 1"
            for message in Story.messages(Script(text).bytes) {
                arrived += follower.take(message).count
            }
        }
        #expect(arrived == limit && follower.channelCount == limit)
        #expect(follower.refusedCount == 100)
        // Where one has gone there is room for another.
        for text in ["new 17.0 x 4\nbye 17.0 16", "new 18.1 PJSIP/trunk-00000001 4 1"] {
            for message in Story.messages(Script(text).bytes) { _ = follower.take(message) }
        }
        #expect(follower.channelCount == limit && follower.liveCalls.contains("18.1"))
    }

    /// A loop of pipes, and more phones in one bridge than are looked at.
    @Test func endlessWaysEnd() {
        var text = "new 1 PJSIP/trunk-00000001 4 1\n"
        for number in 2..<60 {
            text += "new \(number)/1 Local/x@y-\(number);1 4\n"
            text += "new \(number)0/1 Local/x@y-\(number);2 4\n"
            text += "dial \(number)0 \(number)\nin b \(number)\nin b \(number)0\n"
        }
        for number in 1000..<1300 { text += "new \(number)/1 PJSIP/\(number)-00000001 4\n" }
        for number in 1000..<1300 { text += "in b \(number)\n" }
        let lines = Script.lines(text + "in b 1\nbye 1 16")
        #expect(lines.first == "ARRIVE a 1" && lines.last == "HANGUP a")
        #expect(lines.count <= 2 + CallFollower.reachLimit)
    }
}
