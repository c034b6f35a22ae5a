import Customers
import NumberSamples
import Numbering
import Testing

@Suite struct NumberReaderTests {
    let reader = NumberReader()
    let london = LineSettings(region: Region("GB"))

    @Test(
        arguments: [[0xFF], [0x30, 0xC0, 0x80], [0xED, 0xA0, 0x80], [0x30, 0xE2, 0x80]] as [[UInt8]]
    )
    func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
        #expect(reader.read(bytes.span, on: london).reason == .notUTF8)
    }

    @Test func anEnteredNumberIsHeldAgainstItsPlan() {
        #expect(reader.readEntered("+121255", on: london).reason == .tooShort)
        #expect(reader.readEntered("+999123456", on: london).reason == .unknownCountryCode)
        #expect(
            reader.readEntered("+442079460958", on: london).number?.description == "+442079460958")
        #expect(
            reader.readEntered("+4402079460958", on: london).number?.description == "+442079460958")
        #expect(
            reader.readEntered("+5215512345678", on: london).number?.description == "+525512345678")
        #expect(reader.readEntered("+266696687", on: london) == .withheld)
    }

    @Test func digitsOfALocalNumberAreKeptForTheOtherTiers() {
        let expected = "79460958"
        guard case .unreadable(let problem) = reader.read("7946 0958", on: london) else {
            Issue.record("a local number was read")
            return
        }
        #expect(problem.digits == expected)
    }

    @Test func onlyTheRegionMakesANumberNational() {
        #expect(reader.read("020 7946 0958", on: london).isNational == true)
        #expect(reader.read("+44 20 7946 0958", on: london).isNational == false)
        #expect(reader.read("0044 20 7946 0958", on: london).isNational == false)
        #expect(reader.read("442079460958", on: london).isNational == false)
        #expect(reader.read("33123456789", on: london).isNational == false)
    }

    @Test func wordsForWithheldAreASetting() {
        let plan = NumberingPlan(withheld: WithheldWords(["Geheim", "+44 1"]))
        let strict = NumberReader(plan: plan)
        #expect(strict.read("geheim", on: london) == .withheld)
        #expect(strict.read("+44 1", on: london) == .withheld)
        #expect(strict.read("anonymous", on: london).reason == .notANumber)
        #expect(strict.read("", on: london).reason == .empty)
        #expect(strict.read("0000000", on: london) == .withheld)
    }

    @Test(arguments: WithheldWords.usual)
    func everyUsualWordIsWithheldInAnyCaseAndEverywhere(word: String) {
        for region in [nil, Region("GB"), Region("US"), Region("DE")] {
            for format in NumberFormat.allCases {
                let line = LineSettings(region: region, format: format)
                #expect(reader.read(word, on: line) == .withheld)
                #expect(reader.read(word.uppercased(), on: line) == .withheld)
                #expect(reader.read("sip:\(word)@192.0.2.1", on: line).number == nil)
                #expect(reader.readEntered(word, on: line) == .withheld)
            }
        }
    }

    @Test func theLongestExtensionIsASetting() {
        let six = NumberReader(plan: NumberingPlan(extensionDigitLimit: 6))
        #expect(six.read("123456", on: london) == .internalExtension("123456"))
        let none = NumberReader(plan: NumberingPlan(extensionDigitLimit: 0))
        #expect(none.read("1001", on: london).reason == .localOnly)
    }

    @Test func aTraceNamesWhatWasDone() {
        let (_, steps) = reader.trace("Tel. +44 (0)20 7946 0958 ext. 45", on: london)
        #expect(
            steps.map { "\($0.word.word): \($0.text)" } == [
                "received: Tel. +44 (0)20 7946 0958 ext. 45",
                "cleaned: tel. +44 (0)20 7946 0958 ext. 45",
                "label: tel",
                "extension: 45",
                "bracketed-zero: (0)",
                "digits: +442079460958",
                "rule: international",
                "result: +442079460958 ext 45",
            ])
    }

    @Test func aTraceOfARefusalNamesTheReason() {
        let (_, steps) = reader.trace("+44\u{0}20", on: london)
        #expect(steps.last?.text == "unreadable control-character")
        #expect(steps.first?.text == "+44\\u{0}20")
    }

    @Test func numbersAreWrittenForPeople() throws {
        let number = try #require(PhoneNumber(canonical: "+442079460958"))
        #expect(number.nationalFormat == "020 7946 0958")
        #expect(number.internationalFormat == "+44 20 7946 0958")
        #expect(number.telephoneURI == "tel:+44-20-7946-0958")
        let unknown = try #require(PhoneNumber(canonical: "+999123"))
        #expect(unknown.nationalFormat == "+999123")
    }

    @Test func theDataHasAVersion() {
        #expect(NumberingData.version.utf8.count == 16)
        // The start value of the fingerprint: no data was seen.
        #expect(NumberingData.version != "cbf29ce484222325")
    }

    @Test func regionsAreKnownOnes() {
        #expect(Region("gb") == Region("GB"))
        #expect(Region("GB")?.description == "GB")
        #expect(Region("GB")?.countryCode == 44)
        for text in ["", "G", "GBR", "XX", "ZZ", "00", "G\u{0}", "\u{C9}\u{C9}", "UK"] {
            #expect(Region(text) == nil, "\(text)")
        }
    }

    @Test func manyThreadsReadTheSame() async {
        let expected = NumberRow.all.map { reader.read($0.received, on: $0.settings) }
        await withTaskGroup(of: [Reading].self) { group in
            for _ in 0..<8 {
                group.addTask { [reader] in
                    NumberRow.all.map { reader.read($0.received, on: $0.settings) }
                }
            }
            for await readings in group { #expect(readings == expected) }
        }
    }
}

@Suite struct NationalCandidateTests {
    private func candidates(
        _ text: String, areaCodes: [String] = [], neighbours: [String] = [], region: String? = "GB"
    ) -> [String] {
        let plan = NumberingPlan(
            neighbours: neighbours.compactMap { Region($0) }, areaCodes: areaCodes)
        let line = LineSettings(region: region.flatMap { Region($0) })
        return NumberReader(plan: plan).nationalCandidates(for: Array(text.utf8).span, on: line)
            .map { "\($0.number) \($0.region)" }
    }

    @Test func aLocalNumberIsTriedWithTheAreaCodes() {
        #expect(candidates("7946 0958", areaCodes: ["20", "161"]) == ["+442079460958 GB"])
        #expect(candidates("020 7946 0958", areaCodes: ["20"]) == [])
    }

    @Test func aNationalNumberIsTriedInTheNeighbours() {
        #expect(
            candidates("030 123456", neighbours: ["GB", "DE", "AT"]) == [
                "+4930123456 DE", "+4330123456 AT",
            ])
        #expect(candidates("030 123456", neighbours: ["DE"], region: nil) == ["+4930123456 DE"])
    }

    @Test func aNumberWithItsCountryHasNoOther() {
        #expect(candidates("+44 20 7946 0958", neighbours: ["DE", "FR"]) == [])
        #expect(candidates("anonymous", areaCodes: ["20"], neighbours: ["DE"]) == [])
    }
}

extension Reading {
    var reason: Unreadable.Reason? {
        if case .unreadable(let problem) = self { problem.reason } else { nil }
    }

    var isNational: Bool? {
        if case .number(let read) = self { read.isNational } else { nil }
    }
}
