import Customers
import NumberSamples
import Numbering
import Testing

@Suite struct ExampleNumberTests {
    let reader = NumberReader()

    @Test func thereIsAnExampleForEveryRegion() {
        #expect(Region.all.count >= 245)
        #expect(Set(ExampleNumber.all.compactMap(\.region)).count == Region.all.count)
        #expect(ExampleNumber.all.contains { $0.region == nil })
        #expect(ExampleNumber.all.count > 1_000)
    }

    @Test(arguments: NumberFormat.allCases)
    func everySpellingOfEveryExampleIsTheSameNumber(format: NumberFormat) {
        for example in ExampleNumber.all {
            let line = LineSettings(region: example.region, format: format)
            for (form, text) in example.spellings {
                let isBare = form == "national" && format == .e164NoPlus && !text.hasPrefix("0")
                if isBare { continue }  // Such a line never delivers it: no country code.
                #expect(
                    reader.read(text, on: line).number == example.number,
                    "\(form) \(text) \(line)")
            }
        }
    }

    @Test func everyExampleWithoutPlusIsReadWhereTheLineSaysSo() {
        for example in ExampleNumber.all {
            let line = LineSettings(region: example.region, format: .e164NoPlus)
            let text = String(example.number.description.dropFirst())
            #expect(reader.read(text, on: line).number == example.number, "\(text)")
        }
    }

    @Test(arguments: 0...NumberingPlan.extensionDigitMaximum)
    func extensionsOfThePBXTakeNoNumberAway(extensionDigitLimit: Int) {
        let reader = NumberReader(plan: NumberingPlan(extensionDigitLimit: extensionDigitLimit))
        for example in ExampleNumber.all {
            let line = LineSettings(region: example.region)
            for (form, text) in example.spellings {
                let reading = reader.read(text, on: line)
                let isException = ExampleNumber.dialledLikeExtensions.contains(
                    example.number.description)
                if isException, form == "national", extensionDigitLimit >= 5 {
                    #expect(reading == .internalExtension(text.filter(\.isNumber)))
                } else {
                    #expect(reading.number == example.number, "\(form) \(text) \(line)")
                }
            }
        }
    }

    @Test func everyExampleIsReadWhenItIsEntered() {
        for example in ExampleNumber.all {
            let line = LineSettings(region: example.region)
            for (form, text) in example.spellings {
                let reading = reader.readEntered(text, on: line)
                #expect(reading.number == example.number, "\(form) \(text)")
            }
            #expect(example.number.problem == nil)
        }
    }

    @Test func everyExampleKeepsItsExtension() {
        for example in ExampleNumber.all {
            let line = LineSettings(region: example.region)
            for mark in [" ext. 45", "x45", ";ext=45", " #45", ",,45"] {
                for (form, text) in example.spellings {
                    let reading = reader.read(text + mark, on: line)
                    let expected = ReadNumber(
                        example.number, extension: "45", isNational: form == "national")
                    #expect(reading == .number(expected), "\(text)\(mark)")
                }
            }
        }
    }
}

extension Reading {
    /// The number, if it is one.
    var number: PhoneNumber? {
        if case .number(let read) = self { read.number } else { nil }
    }
}
