import Access
import Customers
import Digests
import Foundation
import Settings
import TestSupport
import Testing

/// The list of clients: what it means, what is said of mistakes, and how a program changes it.
@Suite struct AccessFileTests {
    private static let digest = String(repeating: "9f", count: 32)
    private static let token = "token = ['sha256:\(digest)']"

    private static func file(_ text: String, mode: Int = 0o640) throws -> String {
        let path = try Scratch.file(text)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private static func list(_ text: String) throws -> AccessList {
        try AccessFile(path: file(text)).list
    }

    @Test func aClientIsReadInBothForms() throws {
        let line = try Self.list(
            """
            client.jo = { role = "agent", agents = ["1001", "Kim Lee"], account = false, \
            from = "10.0.1.0/24", unmask = true, lookups-per-minute = 60, \(Self.token) }
            local = { tcp = "none", unix = { root = "admin", 7 = "supervisor" } }
            fastagi = { names = true }
            """)
        let table = try Self.list(
            """
            [client.jo]
            role = "agent"
            agents = ["1001", "Kim Lee"]
            account = false
            from = ["10.0.1.0/24"]
            unmask = true
            lookups-per-minute = 60
            \(Self.token)
            [local]
            tcp = "none"
            unix = { root = "admin", 7 = "supervisor" }
            [fastagi]
            names = true
            """)
        #expect(line == table)
        let jo = try #require(line[ClientName("jo")!])
        #expect(jo.agents.map(\.text) == ["1001", "Kim Lee"] && jo.mayUnmask)
        #expect(jo.sight == [.names, .numbers, .operations] && jo.lookupsPerMinute == 60)
        #expect(line.loopback == nil && line.users == [0: .admin, 7: .supervisor])
        #expect(line.gatewaySeesNames && jo.rights.permissions.contains(.unmask))
    }

    @Test func whatIsNotSaidIsCareful() throws {
        let list = try Self.list("client.pbx1 = { role = \"telephony\", \(Self.token) }")
        #expect(list.loopback == .diagnostic && list.users == [0: .admin])
        #expect(!list.gatewaySeesNames)
        #expect(list[ClientName("pbx1")!]?.sight.contains(.names) == false)
    }

    @Test(arguments: [
        ("client = 1", "write client.NAME = {"), ("clients.jo = {}", "unknown clients"),
        ("client.Jo = { role = 'admin', TOKEN }", "a name has 1 to 32"),
        ("client.jo = { TOKEN }", "role must be one of telephony"),
        ("client.jo = { role = 'boss', TOKEN }", "role must be one of telephony"),
        ("client.jo = { role = 'agent', TOKEN }", "say whose screens are its own"),
        ("client.jo = { role = 'admin', agents = ['1'], TOKEN }", "only for the role agent"),
        ("client.jo = { role = 'agent', agents = ['*'], TOKEN }", "\"*\" is no agent's name"),
        ("client.jo = { role = 'admin' }", "no way to show who it is"),
        ("client.jo = { role = 'admin', token = 'spt_jo_secret' }", "a token in clear"),
        ("client.jo = { role = 'admin', token = 'secret' }", "must be sha256: and 64"),
        ("client.jo = { role = 'admin', token = [1] }", "must be a list of texts"),
        ("client.jo = { role = 'admin', tokens = ['x'] }", "unknown tokens"),
        ("client.jo = { role = 'admin', from = ['10.0.1.5/24'], TOKEN }", "no address"),
        ("client.jo = { role = 'admin', names = true, TOKEN }", "names is not for admin"),
        ("client.jo = { role = 'telephony', account = true, TOKEN }", "is not for telephony"),
        ("client.jo = { role = 'gateway', unmask = true, TOKEN }", "is not for gateway"),
        ("client.jo = { role = 'admin', unmask = 'yes', TOKEN }", "must be true or false"),
        ("client.jo = { role = 'admin', lookups-per-minute = 0, TOKEN }", "1 or more"),
        ("client.jo = { role = 'admin', uid = 'nobody-here' }", "no user nobody-here"),
        (
            "client.a = { role = 'admin', uid = 7 }\nclient.b = { role = 'admin', uid = 7 }",
            "have one uid"
        ),
        ("local = { tcp = 'agent' }", "must be one of none, telephony"),
        ("local = { unix = { root = 'gateway' } }", "must be one of telephony"),
        ("local = { udp = 'admin' }", "unknown udp"),
        ("fastagi = { name = true }", "write fastagi"),
        ("client.jo = { role = 'admin'", "inline table"),
    ])
    func aMistakeIsExplained(_ text: String, _ words: String) throws {
        let text = text.replacing("TOKEN", with: Self.token)
        let path = try Self.file(text)
        do {
            _ = try AccessFile(path: path)
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".hasPrefix("\(path):") && "\(error)".contains(words), "\(error)")
            #expect(!"\(error)".contains("secret"), "what may be a token is repeated")
        }
    }

    @Test func threeTokensAreOneTooMany() throws {
        let three = Array(repeating: "'sha256:\(Self.digest)'", count: 3).joined(separator: ", ")
        #expect(throws: SettingError.self) {
            try Self.list("client.jo = { role = 'admin', token = [\(three)] }")
        }
    }

    @Test func aFileThatOthersMayWriteIsRefused() throws {
        let text = "client.jo = { role = 'admin', \(Self.token) }"
        for mode in [0o660, 0o642] {
            let path = try Self.file(text, mode: mode)
            #expect(throws: SettingError.self) { try AccessFile(path: path) }
        }
        #expect(try AccessFile(path: Self.file(text, mode: 0o644)).isOpen)
        #expect(try !AccessFile(path: Self.file(text)).isOpen)
    }

    /// Comments, order and spaces are somebody's.
    @Test func aProgramChangesOneClientAndNothingElse() throws {
        let before = """
            # Ours.
            client.kim = { role = "agent",  agents = ["2"], \
            token = ["sha256:\(Self.digest)"] } # desk

            [client.lee] # upstairs
            role = "supervisor"
            token = "sha256:\(Self.digest)"

            [local]
            tcp = "none"

            """
        let path = try Self.file(before, mode: 0o600)
        let other = try #require(try AccessFile(path: path).list[ClientName("lee")!]).tokens[0]
        let new = Token(for: ClientName("kim")!).digest
        for name in ["kim", "lee"] {
            try AccessFile.change(path) { list, text in
                var client = try #require(list[ClientName(name)!])
                client.tokens.append(new)
                list.add(client)
                try AccessFile.setTokens(of: client, in: &text)
            }
        }
        let list = "[\"sha256:\(Self.digest)\", \"sha256:\(new.hex)\"]"
        #expect(
            try String(contentsOfFile: path, encoding: .utf8)
                == before.replacing("[\"sha256:\(Self.digest)\"]", with: list)
                .replacing("= \"sha256:\(Self.digest)\"", with: "= \(list)"))
        #expect(try AccessFile(path: path).list[ClientName("lee")!]?.tokens == [other, new])
        try AccessFile.change(path) {
            $0.remove(ClientName("kim")!)
            try AccessFile.remove(ClientName("kim")!, from: &$1)
        }
        try AccessFile.change(path) {
            $0.remove(ClientName("lee")!)
            try AccessFile.remove(ClientName("lee")!, from: &$1)
        }
        #expect(
            try String(contentsOfFile: path, encoding: .utf8)
                == "# Ours.\n\n[local]\ntcp = \"none\"\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    /// Whatever can be said of a client is written as it is read.
    @Test func whatIsAddedIsReadAsItWas() throws {
        let path = try Self.file("")
        var client = AccessClient(ClientName("jo")!, .agent)
        client.agents = [Agent("Kim Lee")!, Agent("10")!]
        client.sight = [.names, .numbers]
        client.mayUnmask = true
        client.from = [AddressRange("10.0.1.0/24")!, AddressRange("fd00::/8")!]
        client.tokens = [Token(for: client.name).digest]
        client.user = 12
        client.hasCertificate = true
        client.lookupsPerMinute = 5
        try AccessFile.change(path) {
            $0.add(client)
            $1.add(client)
        }
        #expect(try AccessFile(path: path).list[client.name] == client)
    }

    /// Two programs at once lose nothing.
    @Test func manyChangesAtOnceAllCount() async throws {
        let path = try Self.file("")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    var client = AccessClient(ClientName("c\(number)")!, .admin)
                    client.tokens = [Token(for: client.name).digest]
                    try AccessFile.change(path) { [client] in
                        $0.add(client)
                        $1.add(client)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try AccessFile(path: path).list.clients.count == 20)
    }

    /// A line behind a table would be a part of that.
    @Test func whatIsAddedBehindATableIsATable() throws {
        let path = try Self.file("[client.lee] # upstairs\nrole = \"admin\"\n\(Self.token)\n")
        for name in ["jo", "kim"] {
            var client = AccessClient(ClientName(name)!, .agent)
            client.agents = [Agent("1")!]
            client.tokens = [Token(for: client.name).digest]
            try AccessFile.change(path) {
                $0.add(client)
                $1.add(client)
            }
        }
        let names = try AccessFile(path: path).list.clients.keys.map(\.text).sorted()
        #expect(names == ["jo", "kim", "lee"])
    }

    /// What looks like the place and is not must not be taken for it: an old token would count on.
    @Test(arguments: [
        "[client.jo]\n# token = \"sha256:old\"\nrole = \"admin\"\nTOKEN\n",
        "client.jo = { role = \"admin\", uid = 7 } # {desk}\n",
        "[client.jo]\nrole = \"admin\"\nTOKEN\n[client.jo-2]\nrole = \"admin\"\nTOKEN\n",
    ])
    func aChangeIsMadeOrNothingIs(_ text: String) throws {
        let before = text.replacing("TOKEN", with: Self.token)
        let path = try Self.file(before)
        let new = Token(for: ClientName("jo")!).digest
        var wanted = try AccessFile(path: path).list
        do {
            try AccessFile.change(path) { list, text in
                var client = try #require(list[ClientName("jo")!])
                client.tokens = [new]
                list.add(client)
                wanted = list
                try AccessFile.setTokens(of: client, in: &text)
            }
            #expect(try AccessFile(path: path).list == wanted)
        } catch let error as SettingError {
            #expect("\(error)".contains("do it by hand"))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
        }
    }
}
