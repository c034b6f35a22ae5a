import Customers
import NumberSamples
import Numbering
import SeededRandom
import Testing

@Suite struct VariantTests {
    /// Number, its variants with their reasons, the likeliest first.
    @Test(arguments: [
        ("+551187654321", "+5511987654321 brazil-ninth-digit"),
        ("+5511987654321", "+551187654321 brazil-ninth-digit"),
        ("+551123456789", ""),  // A fixed line.
        ("+5511912345678", ""),  // No eight-digit mobile began with 1.
        ("+541123456789", "+5491123456789 argentina-9"),
        ("+5491123456789", "+541123456789 argentina-9"),
        ("+5215512345678", "+525512345678 mexico-1"),
        ("+525512345678", "+5215512345678 mexico-1"),
        ("+39612345678", "+390612345678 italy-zero"),
        ("+390612345678", "+39612345678 italy-zero"),
        ("+39301234567", "+390301234567 italy-zero"),  // Brescia.
        ("+393123456789", ""),  // A mobile.
        ("+378886377", "+3780549886377 san-marino-0549"),
        ("+3780549886377", "+378886377 san-marino-0549"),
        ("+4402079460958", "+442079460958 trunk-prefix-kept"),
        ("+442079460958", "+4402079460958 trunk-prefix-kept"),
        ("+49030123456", "+4930123456 trunk-prefix-kept"),
        ("+784951234567", "+74951234567 trunk-prefix-kept"),
        ("+78005553535", ""),
        ("+112125550123", "+12125550123 trunk-prefix-kept"),
        ("+12125550123", ""),
        // Old and new numbers, held against libphonenumber's plans of before and after the change.
        ("+6321234567", "+63281234567 renumbered"),
        ("+63281234567", "+6321234567 renumbered"),
        ("+2203612345", "+220833612345 renumbered"),
        ("+2207612345", "+220877612345 renumbered"),
        ("+2209612345", "+220899612345 renumbered"),
        ("+220866123456", "+2206123456 renumbered"),
        ("+2416031234", "+24166031234 renumbered"),
        ("+24106031234", "+24166031234 renumbered"),
        ("+24101441234", "+24111441234 renumbered"),
        ("+24107412345", "+24177412345 renumbered"),
        ("+24166031234", "+2416031234 renumbered, +24106031234 renumbered"),
        ("+24111441234", "+2411441234 renumbered, +24101441234 renumbered"),
        ("+23722123456", "+237222123456 renumbered"),
        ("+237677123456", "+23777123456 renumbered"),
        ("+23791234567", "+237691234567 renumbered"),
        ("+23788012345", ""),  // Toll-free and of eight digits still.
        ("+237680123456", ""),
        ("+34912345678", ""),  // No trunk prefix in Spain.
        ("+80012345678", ""),  // No country.
        ("+100", ""),
        ("+999999999999999", ""),
    ])
    func aNumberHasTheseVariants(number: String, expected: String) throws {
        let variants = Variants(of: try #require(PhoneNumber(canonical: number)))
        let words = variants.map { "\($0.number) \($0.reason.word)" }
        // Brazil and Argentina have a trunk zero as well; it comes last.
        let own = words.filter { !$0.contains("trunk-prefix-kept") || expected.contains("trunk") }
        #expect(own.joined(separator: ", ") == expected)
    }

    @Test func aVariantOfAVariantIsTheNumberAgain() {
        for example in ExampleNumber.all {
            let number = example.number
            for variant in Variants(of: number) where variant.number.problem == nil {
                let back = Variants(of: variant.number).map(\.number)
                #expect(back.contains(number), "\(number) \(variant)")
            }
        }
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func everyNumberHasFewAndDifferentVariants(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let digitCount = Int.random(in: 3...15, using: &random)
            let least = (1..<digitCount).reduce(UInt64(1)) { power, _ in power * 10 }
            let digits = UInt64.random(in: least..<least * 10, using: &random)
            let number = try #require(PhoneNumber(digits: digits))
            let variants = Variants(of: number)
            #expect(variants.count <= Variants.limit)
            #expect(Set(variants.map(\.number)).union([number]).count == variants.count + 1)
        }
    }
}

@Suite struct SuffixTests {
    @Test(arguments: [
        ("+442079460958", 9, 79_460_958, 9),
        ("+442079460958", 7, 9_460_958, 7),
        ("+12125550123", 9, 125_550_123, 9),
        ("+6834002", 9, 4_002, 4),
        ("+390612345678", 9, 612_345_678, 9),
        ("+4420000", 9, 20_000, 5),
    ])
    func theKeyIsTheEndOfTheNumber(number: String, limit: Int, digits: UInt64, count: Int) throws {
        let suffix = NumberSuffix(of: try #require(PhoneNumber(canonical: number)), limit: limit)
        #expect(suffix.digits == digits && suffix.count == count)
    }

    @Test func aLocalNumberHasTheKeyOfItsFullNumber() throws {
        let full = try #require(PhoneNumber(canonical: "+442079460958"))
        #expect(NumberSuffix(ofDigits: "79460958") == NumberSuffix(of: full, limit: 8))
        #expect(NumberSuffix(ofDigits: "") == nil)
        #expect(NumberSuffix(ofDigits: "12a") == nil)
    }

    @Test func leadingZerosTellKeysApart() {
        #expect(NumberSuffix(ofDigits: "0123") != NumberSuffix(ofDigits: "123"))
    }
}
