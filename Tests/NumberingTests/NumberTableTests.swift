import Customers
import NumberSamples
import Numbering
import Testing

@Suite struct NumberTableTests {
    let reader = NumberReader()

    @Test(arguments: NumberRow.all)
    func everyRowReadsAsTheTableSays(_ row: NumberRow) {
        let reading = reader.read(row.received, on: row.settings)
        #expect(reading.row == [row.outcome, row.number, row.digits], "\(row.received)")
    }

    @Test(arguments: NumberRow.all)
    func theTraceReadsTheSame(_ row: NumberRow) {
        let (reading, steps) = reader.trace(row.received, on: row.settings)
        #expect(reading == reader.read(row.received, on: row.settings))
        #expect(steps.last?.word == .result)
        #expect(steps.allSatisfy { step in step.text.unicodeScalars.allSatisfy { !$0.isControl } })
    }

    @Test func theTableShowsEveryOutcomeAndEveryReason() {
        let reasons = Set(NumberRow.all.filter { $0.outcome == "unreadable" }.map(\.number))
        let missing = Unreadable.Reason.allCases.map { "\($0.word)" }.filter {
            !reasons.contains($0)
        }
        // `not-utf8` cannot be written in a UTF-8 file, see `bytesThatAreNotUTF8AreRefused`.
        #expect(missing == ["not-utf8"])
        #expect(Set(NumberRow.all.map(\.outcome)).count == 5)
        #expect(NumberRow.all.count >= 150)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
