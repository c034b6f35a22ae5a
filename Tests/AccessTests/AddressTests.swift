import Access
import Testing

/// Addresses and ranges of them, in every form in which people write them.
@Suite struct AddressTests {
    @Test(arguments: [
        ("10.0.1.5", "10.0.1.5"), ("::ffff:10.0.1.5", "10.0.1.5"), ("::1", "0:0:0:0:0:0:0:1"),
        ("fd00::5", "fd00:0:0:0:0:0:0:5"), ("2001:DB8:0:0:1:2:3:4", "2001:db8:0:0:1:2:3:4"),
        ("::", "0:0:0:0:0:0:0:0"), ("1::", "1:0:0:0:0:0:0:0"),
        ("64:ff9b::10.0.1.5", "64:ff9b:0:0:0:0:a00:105"),
    ])
    func anAddressIsRead(_ text: String, _ plain: String) {
        #expect(InternetAddress(text)?.description == plain)
    }

    @Test(arguments: [
        "", "10.0.1", "10.0.1.5.6", "10.0.1.256", "010.0.1.5", "10.0.1.-5", "10.0.1.5 ", "a.b.c.d",
        ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7::8", "::10.0.1", "10.0.1.5::", "localhost",
    ])
    func nothingElseIsAnAddress(_ text: String) { #expect(InternetAddress(text) == nil) }

    @Test(arguments: [
        ("10.0.1.0/24", "10.0.1.255", true), ("10.0.1.0/24", "10.0.2.0", false),
        ("10.0.1.5", "10.0.1.5", true), ("10.0.1.5", "10.0.1.4", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("10.0.1.4/31", "10.0.1.5", true),
        ("10.0.1.0/24", "::ffff:10.0.1.7", true), ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe00::1", false), ("::/0", "10.0.1.5", false), ("0.0.0.0/0", "::1", false),
    ])
    func aRangeHoldsWhatBeginsLikeIt(_ range: String, _ address: String, _ isInside: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(InternetAddress(address))) == isInside)
    }

    @Test(arguments: [
        "10.0.1.5/24", "10.0.1.0/33", "10.0.1.0/-1", "10.0.1.0/", "/24", "10.0.1.0/24/8",
        "fd00::1/8",
        "10.0.1.0/+8", "::/129", "any",
    ])
    func nothingElseIsARange(_ text: String) { #expect(AddressRange(text) == nil) }

    @Test func aNetworkOfIPv6IsItsFirstHalf() {
        #expect(InternetAddress("2001:db8:1:2:3::4")?.network == "2001:db8:1:2:0:0:0:0/64")
        #expect(InternetAddress("10.0.1.5")?.network == "10.0.1.5")
    }
}
