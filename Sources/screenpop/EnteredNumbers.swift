import CustomerStore
import Customers
import Numbering

/// Reads the numbers of exchange files, each by its customer's country.
struct EnteredNumbers {
    private let reader: NumberReader

    /// - Parameter accessCode: what was put before every number where it was entered.
    init(accessCode: AccessCode?) {
        reader = NumberReader(plan: NumberingPlan(storedAccessCode: accessCode))
    }

    func read(_ entered: String, _ country: String) -> NormalisedPhone {
        read(entered, country, .direct)
    }

    /// The head of a range, which may be shorter than a number.
    func readBlock(_ entered: String, _ country: String) -> NormalisedPhone {
        read(entered, country, .block)
    }

    private func read(_ entered: String, _ country: String, _ role: NumberRole) -> NormalisedPhone {
        let read = reader.readForStoring(entered, as: role, in: Region(country))
        return NormalisedPhone(
            number: read.number, extension: read.extensionDigits, problem: read.problem,
            remark: read.remark.map { "\($0.explanation)" } ?? "")
    }
}
