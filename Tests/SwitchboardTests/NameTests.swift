import Customers
import Testing

/// Names of calls, of PBXs, and of people.
@Suite struct NameTests {
    @Test func callsHavePlainNames() {
        for text in ["1795287141.3", "1-21468@127.0.0.1", "PJSIP/x;2", "-"] {
            #expect(CallID(text)?.text == text)
        }
        let bad = ["", "a b", "a\"b", "a\\b", "a\nb", "é", "*", String(repeating: "x", count: 129)]
        for text in bad { #expect(CallID(text) == nil, "\(text)") }
    }

    @Test func pbxsHaveWords() {
        for text in ["north", "pbx-1.example.com", "1"] { #expect(PBX(text)?.text == text) }
        for text in ["", "a/b", "a b", "-", "*", "é", String(repeating: "x", count: 33)] {
            #expect(PBX(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("17.4", "north/17.4"), ("north/17.4", "north/17.4"), ("south/17.4", "north/south/17.4"),
        ("northern/1", "north/northern/1"), ("north/", "north/north/"), ("north", "north/north"),
    ])
    func theNameOfAPBXStandsBeforeTheCalls(_ name: String, full: String) throws {
        let call = try #require(CallID(name))
        #expect(CallID(call, of: PBX("north")!)?.text == full)
        #expect(CallID(full)?.isNamed(by: PBX("north")!) == true)
    }

    @Test func aFullNameMayBeTooLong() throws {
        let call = try #require(CallID(String(repeating: "x", count: 123)))
        #expect(CallID(call, of: PBX("a")!) != nil)
        #expect(CallID(call, of: PBX("north")!) == nil)
    }

    @Test func umlautsAreOneHoweverTheyAreComposed() {
        #expect(Agent("J\u{F6}rg") == Agent("Jo\u{308}rg"))
        #expect(Agent("Anna Schmidt")?.isWord == false && Agent("anna")?.isWord == true)
        #expect(Agent("Jörg")?.isWord == false)
    }
}
