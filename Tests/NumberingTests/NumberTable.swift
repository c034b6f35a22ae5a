import Customers
import NumberSamples
import Numbering

extension Reading {
    /// As the columns `outcome`, `e164` and `extension` of the table.
    var row: [String] {
        switch self {
        case .number(let read): ["number", read.number.description, read.extension ?? ""]
        case .withheld: ["withheld", "", ""]
        case .shortCode(let digits): ["short-code", "", digits]
        case .internalExtension(let digits): ["extension", "", digits]
        case .unreadable(let problem): ["unreadable", "\(problem.reason.word)", ""]
        }
    }
}

extension NumberReader {
    func trace(_ text: String, on line: LineSettings) -> (reading: Reading, steps: [ReadingStep]) {
        trace(Array(text.utf8).span, on: line)
    }
}
