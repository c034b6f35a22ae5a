public import Customers

/// What is stored of an entered number.
public struct EnteredReading: Equatable, Sendable {
    /// `nil`: it could not be read; then `problem` says why.
    public let number: PhoneNumber?
    /// 1 to 7 digits; empty when there were none.
    public let extensionDigits: String
    /// One of the stable words of `Unreadable.Reason`, or `withheld`, `short-code`, `extension`;
    /// empty beside a number.
    public let problem: String
    /// What whoever has entered it should know: it was guessed, or lies outside its plan.
    public let remark: ReadNumber.Remark?

    init(_ reading: Reading) {
        switch reading {
        case .number(let read):
            self.init(read.number, read.extension ?? "", remark: read.remark)
        case .withheld: self.init(problem: "withheld")
        case .shortCode: self.init(problem: "short-code")
        case .internalExtension: self.init(problem: "extension")
        case .unreadable(let unreadable): self.init(problem: "\(unreadable.reason.word)")
        }
    }

    private init(
        _ number: PhoneNumber? = nil, _ digits: String = "", problem: String = "",
        remark: ReadNumber.Remark? = nil
    ) {
        self.number = number
        self.remark = remark
        extensionDigits = digits
        self.problem = problem
    }
}

extension NumberReader {
    /// Reads a number as everything that stores numbers must: import, the daemon, other tools.
    ///
    /// - Parameters:
    ///   - role: the head of a range may be shorter than a number.
    ///   - region: where it was entered.
    public func readForStoring(
        _ entered: String, as role: NumberRole, in region: Region?
    ) -> EnteredReading {
        let line = LineSettings(region: region, accessCode: plan.storedAccessCode)
        return EnteredReading(
            role == .block
                ? readEnteredBlock(entered, on: line) : readEntered(entered, on: line))
    }
}
