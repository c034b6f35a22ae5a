import Access
import Customers
import Digests
import Testing

/// Who is let in by the list, and as what.
@Suite struct ListTests {
    @Test(arguments: ["jo", "pbx1", "a", "node-2", String(repeating: "a", count: 32)])
    func aWordIsAName(_ text: String) { #expect(ClientName(text)?.text == text) }

    @Test(arguments: ["", "Jo", "1a", "-a", "a_b", "a b", "é", String(repeating: "a", count: 33)])
    func nothingElseIsAName(_ text: String) { #expect(ClientName(text) == nil) }

    @Test func tokensAreNeverAlikeAndSayWhoseTheyAre() {
        let name = ClientName("jo")!
        let tokens = Set((0..<1000).map { _ in Token(for: name).text })
        #expect(tokens.count == 1000)
        for token in tokens {
            #expect(token.wholeMatch(of: #/spt_jo_[A-Za-z0-9_-]{43}/#) != nil)
        }
    }

    private static func list(_ change: (inout AccessClient) -> Void = { _ in }) -> AccessList {
        var client = AccessClient(ClientName("jo")!, .agent)
        client.agents = [Agent("1001")!]
        client.tokens = [Digest(of: Array("one".utf8))]
        change(&client)
        var list = AccessList()
        list.add(client)
        return list
    }

    private static func come(
        _ list: AccessList, _ token: String, as name: String = "jo", from address: String? = nil
    ) -> Bool {
        list.client(
            by: Proof(name, Array(token.utf8)), from: address.flatMap(InternetAddress.init))
            != nil
    }

    @Test func bothTokensCountWhileOneTakesTheOthersPlace() {
        let list = Self.list { $0.tokens.append(Digest(of: Array("two".utf8))) }
        #expect(Self.come(list, "one") && Self.come(list, "two"))
        #expect(
            !Self.come(list, "three") && !Self.come(list, "") && !Self.come(list, "one", as: "kim"))
    }

    @Test func aClientComesFromWhereItMay() {
        let list = Self.list { $0.from = [AddressRange("10.0.1.0/24")!] }
        #expect(Self.come(list, "one", from: "10.0.1.9"))
        #expect(!Self.come(list, "one", from: "10.0.2.9"))
        // At a Unix-domain socket everybody is here.
        #expect(Self.come(list, "one"))
    }

    /// One without a token cannot be had by any.
    @Test func noTokenIsNoTokensDigest() {
        let list = Self.list { $0.tokens = [] }
        #expect(!Self.come(list, "") && !Self.come(list, "one"))
    }

    @Test func aCertificateIsEnoughOnlyWhereTheListSaysSo() {
        #expect(Self.list().client(certified: "jo", from: nil) == nil)
        let list = Self.list { $0.hasCertificate = true }
        #expect(list.client(certified: "jo", from: nil)?.name.text == "jo")
        #expect(list.client(certified: "kim", from: nil) == nil)
    }

    @Test func lastUsesAreKeptAsText() {
        var uses = ClientUses()
        let name = ClientName("jo")!
        uses.note(name, at: Moment(secondsSince1970: 5))
        uses.note(name, at: Moment(secondsSince1970: 1_795_000_000))
        uses.note(ClientName("gone")!, at: Moment(secondsSince1970: 7))
        #expect(uses.text(of: Self.list()) == "jo\t1795000000\n")
        #expect(ClientUses("jo\t1795000000\nX\t1\njo\nkim\tx\n").moments.count == 1)
    }
}
