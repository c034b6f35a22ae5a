import Customers
import NumberSamples
import Numbering
import Testing

/// What is stored of what people and spreadsheets write.
@Suite struct EnteredNumberTests {
    let reader = NumberReader()

    /// Entered, its customer's country, number or problem, remark.
    @Test(
        arguments: [
            // Columns of numbers that went through a spreadsheet stay in their country.
            ("7700900123.0", "GB", "+447700900123", nil),
            ("612345678.0", "ES", "+34612345678", nil),
            ("11987654321.0", "BR", "+5511987654321", nil),
            ("7700900123,00", "GB", "+447700900123", nil),
            ("\t+442079460958", "FR", "+442079460958", nil),
            ("'+442079460958", "FR", "+442079460958", nil),
            ("=\"+442079460958\"", "FR", "+442079460958", nil),
            ("8 12 123 45 67", "AZ", "too-long", nil), ("61234567890", "ES", "too-long", nil),
            ("442079460958", "US", "too-long", nil), ("4.42E+11", "GB", "not-a-number", nil),
            // The country code in front, though nothing says so.
            ("491729925904", "DE", "+491729925904", "country-code-without-plus"),
            ("6281234567890", "ID", "+6281234567890", nil),
            ("447700900123", "GB", "+447700900123", nil),
            ("33612345678.0", "FR", "+33612345678", nil),
            ("0919876543210", "IN", "+919876543210", "country-code-without-plus"),
            // At home nobody means the country by it.
            ("12125550123", "US", "+12125550123", nil), ("3912345678", "IT", "+393912345678", nil),
            ("04930 123456", "DE", "+494930123456", nil),
            // Outside of the plan, and as it is.
            ("+229 97 12 34 58", "BJ", "+22997123458", "outside-plan"),
            ("+225 12 34 56 77", "CI", "+22512345677", "outside-plan"),
            ("01 227 0000", "NG", "+23412270000", "outside-plan"),
            ("+44 20 79", "GB", "local-only", nil),
            // A zero that nobody dials.
            ("0603 123 456", "CZ", "+420603123456", "leading-zero"),
            ("+48 022 512 0123", "PL", "+48225120123", "corrected"),
            ("+4402079460958", "GB", "+442079460958", nil),
            ("+5215512345678", "MX", "+525512345678", "corrected"),
        ] as [(String, String, String, String?)])
    func anEnteredNumberStaysInItsCountry(
        entered: String, country: String, expected: String, remark: String?
    ) {
        let read = reader.readForStoring(entered, as: .direct, in: Region(country))
        #expect((read.number?.description ?? read.problem) == expected)
        #expect(read.remark.map { "\($0.word)" } == remark)
    }

    @Test func anAccessCodeIsTakenOff() {
        let plan = NumberingPlan(storedAccessCode: AccessCode("0"))
        let reader = NumberReader(plan: plan)
        for (entered, country, number) in [
            ("007202123456", "DE", "+497202123456"), ("00441123456", "DE", "+49441123456"),
            ("000441632960512", "DE", "+441632960512"), ("07202123456", "DE", "+497202123456"),
            ("+497202123456", "DE", "+497202123456"),
        ] {
            let read = reader.readForStoring(entered, as: .direct, in: Region(country))
            #expect(read.number?.description == number, "\(entered)")
        }
    }

    /// The head of a range, where it was entered, and what is stored.
    @Test(arguments: [
        ("+4416329605", "GB"), ("01632 9605", "GB"), ("+44 (0)1632 9605", "GB"),
        ("+44 1632 9605", "FR"), ("00441632 9605", "DE"), ("011 44 1632 9605", "US"),
        ("0044 (0)1632 9605", "DE"), ("4416329605", "GB"), ("44 1632 9605", "GB"),
        ("16329605", "GB"),
    ])
    func aBlockIsTheSameHoweverItIsWritten(entered: String, country: String) {
        let read = reader.readForStoring(entered, as: .block, in: Region(country))
        #expect(read.number?.description == "+4416329605")
    }

    @Test(arguments: [
        ("+49 30 1234", "DE", "+49301234"), ("030 1234", "DE", "+49301234"),
        ("0049301234", "FR", "+49301234"), ("+1 212 555", "US", "+1212555"),
        ("212 555", "US", "+1212555"), ("011 39 06 698", "US", "+3906698"),
        ("06 698", "IT", "+3906698"), ("441214960", "GB", "+441214960"),
        ("0121 4960", "GB", "+441214960"), ("020 7946 0958", "GB", "+442079460958"),
    ])
    func blocksOfOtherCountriesToo(entered: String, country: String, expected: String) {
        let read = reader.readForStoring(entered, as: .block, in: Region(country))
        #expect(read.number?.description == expected)
    }
}

/// A PBX that puts a code before numbers from outside.
@Suite struct AccessCodeTests {
    @Test(arguments: [
        ("007202123456", "DE", "0", "+497202123456"), ("00441123456", "DE", "0", "+49441123456"),
        ("000441632960512", "DE", "0", "+441632960512"), ("92125550123", "US", "9", "+12125550123"),
        ("912125550123", "US", "9", "+12125550123"),
        ("9011442079460958", "US", "9", "+442079460958"), ("9961234567", "SG", "99", "+6561234567"),
        // With a pause, as telephones keep it.
        ("9,2125550123", "US", "9", "+12125550123"),
        ("9,,1 212 555 0123", "US", "9", "+12125550123"),
        ("0w030 123456", "DE", "0", "+4930123456"), ("0, 0049 30 123456", "DE", "0", "+4930123456"),
        ("9,+442079460958", "US", "9", "+442079460958"),
        ("2125550123,,123", "US", "2", "+12125550123"),
        // Without the code in front it is read as it stands.
        ("2125550123", "US", "9", "+12125550123"), ("9125550123", "US", "9", "+19125550123"),
        ("07202123456", "DE", "0", "+497202123456"), ("+497202123456", "DE", "0", "+497202123456"),
    ])
    func theCodeIsTakenOff(received: String, region: String, code: String, expected: String) {
        let line = LineSettings(region: Region(region), accessCode: AccessCode(code))
        #expect(NumberReader().read(received, on: line).number?.description == expected)
    }

    @Test func whatIsNotFromOutsideStaysAsItIs() {
        let line = LineSettings(region: Region("US"), accessCode: AccessCode("9"))
        let reader = NumberReader()
        #expect(reader.read("9001", on: line) == .internalExtension("9001"))
        #expect(reader.read("911", on: line) == .shortCode("911"))
        #expect(reader.read("9911", on: line) == .shortCode("911"))
        #expect(reader.read("0000", on: line) == .withheld)
    }

    @Test func aCodeIsAFewDigits() {
        #expect(AccessCode("0")?.description == "0")
        #expect(AccessCode("0099")?.description == "0099")
        for text in ["", "12345", "x", "+", "9 "] { #expect(AccessCode(text) == nil) }
    }
}
