import Digests
import Testing

/// What is kept instead of a secret, and what is made up.
@Suite struct DigestTests {
    /// - Source: FIPS 180-4, the examples of NIST: "abc", and the empty message.
    @Test func digestsAreThoseOfTheStandard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(Digest(of: Array("abc".utf8)).hex == abc)
        #expect(Digest(of: []).hex == empty)
    }

    /// - Source: RFC 4231, test cases 1, 2 and 6.
    @Test func messageCodesAreThoseOfTheStandard() {
        let cases: [(key: [UInt8], content: String, hex: String)] = [
            (
                Array(repeating: 0x0b, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                Array(repeating: 0xaa, count: 131),
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
        for (key, content, hex) in cases {
            #expect(Digest(of: Array(content.utf8), by: key).hex == hex)
        }
    }

    @Test func digestsAreEqualOnlyWhereEveryByteIs() {
        let digest = Digest(of: Array("a".utf8))
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        for place in 0..<Digest.byteCount {
            var bytes = digest.bytes
            bytes[place] ^= 1
            #expect(Digest(bytes: bytes) != digest)
        }
    }

    @Test(arguments: ["", "ab", "zz", "abc", "é", String(repeating: "0", count: 66)])
    func otherTextsAreNoDigests(text: String) { #expect(Digest(hex: text) == nil) }

    @Test func randomBytesDoNotRepeat() {
        #expect([UInt8].random(0).isEmpty)
        let drawn = Set((0..<1000).map { _ in [UInt8].random(32) })
        #expect(drawn.count == 1000)
        #expect(drawn.allSatisfy { $0.count == 32 })
    }
}
