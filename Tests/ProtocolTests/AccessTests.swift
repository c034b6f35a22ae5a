import Access
import Customers
import EventLoop
import ProtocolWords
import ScreenPopServer
import TextDoor
import Testing

/// Who may come from where, who has to sign in, and what becomes of those who guess.
@Suite struct AccessTests {
    private static let far = PeerHost.address("10.0.0.7")

    private static func stage(_ change: (inout AccessList) -> Void = { _ in }) throws -> MemoryStage
    {
        var list = TranscriptAccess.list
        change(&list)
        return try MemoryStage { $0.access = list }
    }

    private static func signIn(_ name: String) -> [UInt8] {
        Array("AUTH \(name) \(TranscriptAccess.token(name))\n".utf8)
    }

    private static func bytes(_ line: String) -> [UInt8] { Array("\(line)\n".utf8) }

    @Test func aStrangerIsAnsweredNothingUntilItSignsIn() throws {
        let stage = try Self.stage()
        _ = stage.client("a", host: Self.far)
        for line in ["LOOKUP +442079460958", "LOOKUP 020 7946 0958", "STATS", "NOTE A1042 text"] {
            stage.send(Self.bytes(line), from: "a")
            #expect(stage.nextLine(for: "a") == "432 sign in first", "\(line)")
        }
        stage.send(Self.bytes("PING"), from: "a")
        #expect(stage.nextLine(for: "a") == "200 pong")
        stage.send(Self.signIn("kim") + Self.bytes("LOOKUP +442079460958"), from: "a")
        #expect(stage.nextLine(for: "a") == "230 role=agent client=kim agents=kim")
        #expect(stage.nextLine(for: "a")?.hasPrefix("200 +442079460958 account=A1042 ") == true)
    }

    /// Also where it has asked much in one piece.
    @Test func whatIsAskedBehindARightThatEndsIsRefused() throws {
        let stage = try Self.stage()
        let lookUp = Self.bytes("LOOKUP +442079460958")
        let piece =
            Self.signIn("web") + Self.bytes("ACT kim") + lookUp + Self.bytes("ACT -") + lookUp
        stage.send(piece, from: "a")
        let codes = stage.allLines(for: "a").map { $0.prefix(3) }
        #expect(codes == ["230", "230", "200", "230", "433"])
    }

    @Test func aStrangerHasFiveSeconds() throws {
        let stage = try Self.stage()
        _ = stage.client("late", host: Self.far)
        _ = stage.client("kim", host: Self.far)
        stage.send(Self.signIn("kim"), from: "kim")
        stage.pass(seconds: Limits.signInSeconds - 1)
        #expect(!stage.isClosed("late"))
        stage.pass(seconds: 1)
        #expect(stage.allLines(for: "late") == ["432 sign in first"])
        #expect(stage.isClosed("late") && !stage.isClosed("kim"))
    }

    @Test func strangersLeaveRoomForOthers() throws {
        let stage = try Self.stage()
        for number in 0..<Limits.strangersPerAddress {
            _ = stage.client("\(number)", host: Self.far)
        }
        _ = stage.client("more", host: Self.far)
        #expect(stage.allLines(for: "more") == ["421 too many connections, try again"])
        // Another address, and this machine, have room; and so has this one when somebody signs in.
        _ = stage.client("other", host: .address("10.0.0.8"))
        stage.send(Self.signIn("jo"), from: "other")
        #expect(stage.nextLine(for: "other")?.hasPrefix("230 ") == true)
        stage.send(Self.signIn("kim"), from: "0")
        _ = stage.client("next", host: Self.far)
        stage.send(Self.bytes("PING"), from: "next")
        #expect(stage.allLines(for: "next") == ["200 pong"])
    }

    @Test func strangersOfAllAddressesAreLimited() throws {
        let stage = try Self.stage()
        for number in 0..<Limits.strangers {
            _ = stage.client("\(number)", host: .address("10.0.1.\(number)"))
        }
        _ = stage.client("more", host: Self.far)
        #expect(stage.allLines(for: "more") == ["421 too many connections, try again"])
        stage.send(Self.bytes("PING"), from: "here")
        #expect(stage.nextLine(for: "here") == "200 pong")
    }

    /// All addresses of one network of IPv6 are its owner's.
    @Test func aNetworkOfIPv6IsOneAddress() throws {
        let stage = try Self.stage()
        for number in 0..<Limits.strangersPerAddress {
            _ = stage.client("\(number)", host: .address("2001:db8:1:2::\(number + 1)"))
        }
        _ = stage.client("more", host: .address("2001:db8:1:2:ffff::1"))
        #expect(stage.allLines(for: "more") == ["421 too many connections, try again"])
        _ = stage.client("other", host: .address("2001:db8:1:3::1"))
        #expect(stage.allLines(for: "other").isEmpty)
    }

    @Test func whoGuessesWaitsLongerEachTimeAndIsShutOut() throws {
        let stage = try Self.stage()
        var dues: [UInt64] = []
        stage.onDelay = { dues.append($0) }
        var (now, tried) = (stage.nanoseconds, 0)
        for connection in 0..<4 {
            _ = stage.client("\(connection)", host: Self.far)
            for _ in 0..<Limits.failedSignIns where tried < Limits.failedSignInsPerAddress {
                stage.send(Self.bytes("AUTH jo spt_jo_guess\(tried)"), from: "\(connection)")
                let wait = (dues.last ?? 0) - now
                #expect(wait == min(500 << UInt64(tried), 8000) * 1_000_000)
                tried += 1
                // Nothing is told before.
                #expect(stage.allLines(for: "\(connection)").isEmpty)
                stage.wait(until: dues.last ?? 0)
                now = stage.nanoseconds
                #expect(stage.allLines(for: "\(connection)") == ["434 wrong name or token"])
            }
            #expect(stage.isClosed("\(connection)"))
        }
        // Somebody else is as before; whoever comes from there is not even asked.
        _ = stage.client("victim", host: Self.far)
        #expect(
            stage.allLines(for: "victim").map { $0.hasSuffix(" limit=failedSignInsPerAddress") }
                == [true])
        stage.send(Self.signIn("jo"), from: "here")
        #expect(stage.nextLine(for: "here")?.hasPrefix("230 ") == true)
        stage.pass(seconds: Limits.shutOutSeconds)
        _ = stage.client("again", host: Self.far)
        stage.send(Self.signIn("jo"), from: "again")
        #expect(stage.nextLine(for: "again")?.hasPrefix("230 ") == true)
    }

    /// Somebody with many addresses takes no more memory: whose failures are the oldest has none.
    @Test(arguments: [0, Limits.watchedSignInAddresses - 1, Limits.watchedSignInAddresses])
    func theOldestOfTooManyAddressesIsForgotten(_ others: Int) throws {
        let stage = try Self.stage()
        func fail(_ number: Int) {
            let client = MemoryClient(host: .address("10.\(number / 250).0.\(number % 250)"))
            stage.door.accept(client)
            client.receive(Self.bytes("AUTH jo x"))
            client.breakOff()
            stage.door.endTurn()
        }
        // All of it in one moment.
        stage.onDelay = { _ in }
        for _ in 1..<Limits.failedSignInsPerAddress { fail(0) }
        for number in 0..<others { fail(number + 1) }
        fail(0)
        _ = stage.client("a", host: .address("10.0.0.0"))
        let isShutOut = stage.allLines(for: "a").first?.hasPrefix("424") == true
        #expect(isShutOut == (others < Limits.watchedSignInAddresses))
    }

    /// A listener that ends behind the first reply gives that reply.
    @Test func oneShotIsToldThatItFailed() throws {
        let stage = try Self.stage()
        let client = MemoryClient(host: Self.far)
        stage.door.accept(client, isOneShot: true)
        client.receive(Self.bytes("AUTH jo x"))
        stage.pump()
        #expect(client.lines.next() == "434 wrong name or token" && client.hasFinished)
    }

    /// The reply, and how long it takes, are the same whatever was wrong.
    @Test(arguments: [
        "AUTH nobody x", "AUTH JO x", "AUTH jo x", "AUTH jo spt_kim_transcript",
        "AUTH away spt_away_transcript", "AUTH a.b x", "AUTH web spt_web_transcript2",
    ])
    func whatWasWrongIsNotTold(_ line: String) throws {
        let stage = try Self.stage()
        _ = stage.client("a", host: Self.far)
        var dues: [UInt64] = []
        stage.onDelay = { dues.append($0) }
        let now = stage.nanoseconds
        stage.send(Self.bytes(line), from: "a")
        #expect(dues.first == now + 500_000_000)
        stage.wait(until: dues[0])
        #expect(stage.allLines(for: "a") == ["434 wrong name or token"])
    }

    @Test func aUserOfThisMachineIsWhoTheListSays() throws {
        let stage = try Self.stage { list in
            list.users = [0: .admin, 1000: .supervisor]
            var client = AccessClient(ClientName("desk")!, .agent)
            client.agents = [Agent("7")!]
            client.user = 1001
            list.add(client)
        }
        for (user, code) in [(0, "210"), (1000, "433"), (1001, "433"), (1002, "432")] {
            _ = stage.client("\(user)", host: .user(UInt32(user)))
            stage.send(Self.bytes("CLIENTS"), from: "\(user)")
            #expect(stage.allLines(for: "\(user)").first?.hasPrefix(code) == true, "\(user)")
        }
        stage.send(Self.bytes("WATCH 7"), from: "1001")
        #expect(stage.nextLine(for: "1001") == "200 calls=0")
    }

    @Test func anotherListHoldsForThoseWhoAreThere() throws {
        let stage = try Self.stage()
        for name in ["jo", "kim", "lee", "max"] {
            _ = stage.client(name, host: Self.far)
            stage.send(Self.signIn(name == "max" ? "lee" : name), from: name)
            _ = stage.allLines(for: name)
        }
        stage.send(Self.bytes("WATCH kim"), from: "kim")
        stage.send(Self.bytes("WATCH kim"), from: "lee")
        var list = AccessList()
        for (name, role) in [("kim", Role.agent), ("lee", .diagnostic)] {
            var client = try #require(TranscriptAccess.list[ClientName(name)!])
            client.role = role
            client.sight = role.sight
            list.add(client)
        }
        stage.door.change(to: list)
        stage.pump()
        // Who is no more in it has to go, and who watches and may less, too; who may less may less;
        // the others notice nothing.
        #expect(stage.allLines(for: "jo").last == "432 sign in first" && stage.isClosed("jo"))
        stage.send(Self.bytes("RING c1 +442079460958 kim"), from: "pbx")
        #expect(stage.nextLine(for: "pbx") == "433 not permitted")
        stage.send(Self.bytes("RING c1 +442079460958 kim"), from: "kim")
        #expect(stage.allLines(for: "kim").map { $0.prefix(5) } == ["200 c", "200 +", "* POP"])
        #expect(stage.allLines(for: "lee") == ["200 calls=0", "432 sign in first"])
        #expect(stage.isClosed("lee"))
        stage.send(Self.bytes("CARD A1042"), from: "max")
        #expect(stage.nextLine(for: "max") == "433 not permitted")
    }

    /// Whoever has a token that was replaced since it was lost must not stay.
    @Test func whoCameByWhatCountsNoMoreHasToGo() throws {
        let stage = try Self.stage { list in
            var client = AccessClient(ClientName("desk")!, .supervisor)
            client.user = 1001
            list.add(client)
        }
        for name in ["kim", "lee", "root"] {
            _ = stage.client(name, host: Self.far)
            stage.send(Self.signIn(name), from: name)
        }
        _ = stage.client("desk", host: .user(1001))
        stage.send(Self.bytes("PING"), from: "desk")
        for name in ["kim", "lee", "root", "desk"] { _ = stage.allLines(for: name) }
        var list = TranscriptAccess.list
        // Another token; the same and another one; from elsewhere only; another user.
        var kim = try #require(list[ClientName("kim")!])
        kim.tokens = [Token(for: kim.name).digest]
        var lee = try #require(list[ClientName("lee")!])
        lee.tokens.append(Token(for: lee.name).digest)
        var root = try #require(list[ClientName("root")!])
        root.from = [AddressRange("192.0.2.0/24")!]
        var desk = AccessClient(ClientName("desk")!, .supervisor)
        desk.user = 1002
        for client in [kim, lee, root, desk] { list.add(client) }
        stage.door.change(to: list)
        stage.pump()
        for name in ["kim", "root", "desk"] {
            #expect(stage.allLines(for: name) == ["432 sign in first"], "\(name)")
            #expect(stage.isClosed(name), "\(name)")
        }
        stage.send(Self.bytes("LOOKUP +442079460958"), from: "lee")
        #expect(stage.nextLine(for: "lee")?.hasPrefix("200 ") == true)
    }

    /// A gateway asks on for those with whom nothing has changed.
    @Test func anotherListLeavesAGatewayItsClients() throws {
        let stage = try Self.stage()
        for name in ["kim", "jo"] {
            _ = stage.client(name, host: Self.far)
            stage.send(Self.signIn("web") + Self.bytes("ACT \(name)"), from: name)
            _ = stage.allLines(for: name)
        }
        var list = TranscriptAccess.list
        list.remove(ClientName("jo")!)
        stage.door.change(to: list)
        stage.pump()
        for (name, code) in [("kim", "200"), ("jo", "433")] {
            stage.send(Self.bytes("LOOKUP +442079460958"), from: name)
            #expect(stage.nextLine(for: name)?.hasPrefix(code) == true, "\(name)")
        }
    }

    /// What was asked with a right that has ended is not answered.
    @Test(arguments: ["CARD A1042", "UNMASK A1042 ticket 1", "HISTORY A1042 500"])
    func anAnswerThatIsOnItsWayIsNotForLessRights(_ line: String) throws {
        let stage = try Self.stage()
        let client = stage.client("a", host: Self.far)
        stage.send(Self.signIn("root"), from: "a")
        _ = stage.allLines(for: "a")
        client.receive(Self.bytes(line))
        var list = TranscriptAccess.list
        var root = try #require(list[ClientName("root")!])
        (root.role, root.sight) = (.diagnostic, Role.diagnostic.sight)
        list.add(root)
        stage.door.change(to: list)
        stage.pump()
        #expect(stage.allLines(for: "a") == ["432 sign in first"])
        #expect(stage.isClosed("a"))
    }

    /// Replies are kept back for those who are there only.
    @Test func nothingIsKeptForWhoeverHasGone() throws {
        let stage = try Self.stage()
        stage.onDelay = { _ in }
        for _ in 0..<50 {
            let client = MemoryClient()
            stage.door.accept(client)
            client.receive(Self.bytes("AUTH jo x"))
            client.breakOff()
            stage.door.endTurn()
        }
        #expect(stage.door.tellFailedSignIns() == nil)
        _ = stage.client("a")
        stage.send(Self.bytes("AUTH jo x"), from: "a")
        #expect(stage.door.tellFailedSignIns() != nil)
    }

    @Test func aBudgetOfLookupsIsAClientsWhereverItComesFrom() throws {
        let stage = try Self.stage { list in
            var client = AccessClient(ClientName("crm")!, .telephony)
            client.tokens = [Token(for: client.name).digest]
            client.lookupsPerMinute = 5
            client.user = 7
            list.add(client)
        }
        for (number, name) in ["a", "b", "a", "b", "a", "b"].enumerated() {
            _ = stage.client(name, host: .user(7))
            stage.send(Self.bytes("LOOKUP +442079460958"), from: name)
            let code = number < 5 ? "200" : "424"
            #expect(stage.nextLine(for: name)?.hasPrefix(code) == true)
        }
        stage.pass(seconds: 60)
        stage.send(Self.bytes("LOOKUP +442079460958"), from: "a")
        #expect(stage.nextLine(for: "a")?.hasPrefix("200") == true)
    }

    /// Once for a client and a minute, however many connections it has.
    @Test func aWalkThroughTheNumbersIsTold() throws {
        let stage = try Self.stage()
        var walkers: [String] = []
        stage.door.admission.onWalk = { walkers.append($0) }
        func walk(_ name: String, from first: Int, hits: Int) {
            for number in 0..<200 {
                let number = number < hits ? 442_079_460_958 : 441_632_970_000 + first + number
                stage.send(Self.bytes("LOOKUP +\(number)"), from: name)
            }
            stage.pass(seconds: 1)
        }
        for name in ["a", "b"] { stage.send(Self.signIn("pbx1"), from: name) }
        stage.send(Self.signIn("front"), from: "c")
        walk("a", from: 0, hits: 0)
        #expect(walkers.isEmpty)
        walk("b", from: 200, hits: 0)
        walk("b", from: 400, hits: 0)
        #expect(walkers == ["pbx1"])
        for _ in 0..<3 { walk("c", from: 0, hits: 150) }
        #expect(walkers == ["pbx1"])
    }

    /// What was opened of a customer is hidden again.
    @Test func whatIsUnmaskedIsHiddenAgain() throws {
        let stage = try Self.stage()
        var told: [String] = []
        stage.door.admission.onUnmask = { told.append("\($0) \($1.value)") }
        stage.send(Self.signIn("jo") + Self.bytes("UNMASK A1042 ticket 1"), from: "jo")
        #expect(told == ["jo 1"])
        _ = stage.allLines(for: "jo")
        stage.pass(seconds: Limits.unmaskSeconds - 1)
        stage.send(Self.bytes("CARD A1042"), from: "jo")
        #expect(stage.allLines(for: "jo").first == "210 A1042")
        stage.pass(seconds: 1)
        stage.send(Self.bytes("CARD A1042"), from: "jo")
        #expect(stage.allLines(for: "jo").first == "210 A1042 hidden=account,operations")
    }
}
