import Customers
import Testing

/// What is taken for the number of a payment card, and what is not.
@Suite struct CardNumberTests {
    /// - Source: the test numbers that the brands and payment services publish.
    @Test(arguments: [
        "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4222222222222",
        "5500000000000004", "2223003122003222", "378282246310005", "3782 822463 10005",
        "6011000990139424", "30569309025904", "3530111333300000", "6200000000000005",
        "6304000000000000", "card: 4111111111111111.", "a4111111111111111b", "(4111111111111111)",
    ])
    func aCardIsFound(_ text: String) { #expect(CardNumber.stands(in: text)) }

    @Test(arguments: [
        "", "4111 1111 1111 1112", "411111111111111", "41111111111111111111", "+4111111111111111",
        "004111111111111111", "4111  1111 1111 1111", "4111/1111/1111/1111",
        // Devices, telephone numbers, accounts and moments.
        "IMEI 490154203237518", "352099001761481", "+4915112345678", "004915112345678",
        "DE89370400440532013000", "2026-11-21 12:00:00", "1763721000.17",
    ])
    func nothingElseIs(_ text: String) { #expect(!CardNumber.stands(in: text)) }

    /// Any digit that is typed wrong makes it none.
    @Test func anotherDigitMakesItNone() {
        let right = Array("4111111111111111")
        for place in right.indices.dropFirst() {
            for digit in "0123456789" where digit != right[place] {
                var wrong = right
                wrong[place] = digit
                #expect(!CardNumber.stands(in: String(wrong)))
            }
        }
    }
}
