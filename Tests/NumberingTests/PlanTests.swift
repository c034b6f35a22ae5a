import Customers
import Foundation
import Numbering
import Testing

/// The numbering plans are ours, and of this year.
@Suite struct PlanTests {
    /// None of these is in the plans that come with Debian's libphonenumber.
    @Test(arguments: [
        ("+2290197123458", "01 97 12 34 58", "BJ"), ("+2342012270000", "0201 227 0000", "NG"),
        ("+816012345678", "060-1234-5678", "JP"), ("+251712345678", "071 234 5678", "ET"),
    ])
    func theLibraryReadsByOurPlans(number: String, national: String, region: String) {
        #expect(NumberingData.isInUse)
        let line = LineSettings(region: Region(region))
        #expect(NumberReader().readEntered(number, on: line).number?.description == number)
        #expect(NumberReader().readEntered(national, on: line).number?.description == number)
    }

    @Test func thePlansTellTheirVersion() throws {
        #expect(NumberingData.plans.wholeMatch(of: #/\d+\.\d+\.\d+/#) != nil)
        #expect(NumberingData.description.hasPrefix("numbering plans \(NumberingData.plans) of 20"))
    }

    /// Plans change every few weeks, and what has changed reaches customers soon after.
    @Test func thePlansAreNotAYearOld() throws {
        let day = Date.ISO8601FormatStyle().year().month().day()
        let made = try Date(NumberingData.plansDate, strategy: day)
        let days = Int(Date.now.timeIntervalSince(made) / 86_400)
        #expect(days < 365, "the numbering plans are \(days) days old: run Tools/plans")
    }
}
