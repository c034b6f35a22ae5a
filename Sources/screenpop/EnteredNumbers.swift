import CustomerStore
import Customers
import Numbering

/// Reads the numbers of exchange files, each by its customer's country.
struct EnteredNumbers {
    private let reader = NumberReader()

    func read(_ entered: String, _ country: String) -> NormalisedPhone {
        switch reader.readEntered(entered, on: LineSettings(region: Region(country))) {
        case .number(let read):
            NormalisedPhone(number: read.number, extension: read.extension ?? "")
        case .withheld: NormalisedPhone(number: nil, problem: "withheld")
        case .shortCode: NormalisedPhone(number: nil, problem: "short-code")
        case .internalExtension: NormalisedPhone(number: nil, problem: "extension")
        case .unreadable(let why): NormalisedPhone(number: nil, problem: "\(why.reason.word)")
        }
    }
}
