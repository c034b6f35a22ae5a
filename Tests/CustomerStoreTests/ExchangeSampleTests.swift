import Testing

@testable import SampleData

@Suite struct ExchangeSampleTests {
    /// Beyond the ranges for fiction too, a number is handed out once.
    @Test func noNumberIsIssuedTwice() {
        var issuer = NumberIssuer()
        var seen: Set<String> = []
        var count = 0
        for land in Land.all.indices {
            for city in Land.all[land].cities.indices {
                for _ in 0..<1500 {
                    for number in [
                        issuer.landline(land: land, city: city),
                        issuer.mobile(land: land, city: city),
                    ] {
                        seen.insert(number.plan.countryCode + number.area + number.rest)
                        count += 1
                    }
                }
            }
        }
        #expect(seen.count == count)
        #expect(seen.allSatisfy { $0.utf8.count <= 15 })
    }

    @Test(arguments: UInt64(1)...10)
    func everySpellingHasTheDigitsOfItsNumber(seed: UInt64) {
        var issuer = NumberIssuer()
        var random = SampleRandom(seed: seed)
        for land in Land.all.indices {
            let number = issuer.landline(land: land, city: 0)
            for _ in 0..<50 {
                let spelled = number.spelled(&random)
                let digits = spelled.filter(\.isNumber)
                #expect(digits.hasSuffix(number.area + number.rest), "\(spelled)")
                #expect(digits.count <= number.area.count + number.rest.count + 5)
            }
        }
    }
}
