import Customers

/// Why a text says nothing of a line.
public struct LineOverrideError: Error, CustomStringConvertible {
    public let description: String
}

extension LineOverride {
    /// Takes one setting of a line as it is written; `-` stands for nowhere and for nothing.
    ///
    /// - Parameter key: `region`, `numbers` or `access-code`.
    /// - Returns: `false` when it is none of them.
    public mutating func take(
        _ key: some StringProtocol, _ value: String
    ) throws(LineOverrideError) -> Bool {
        switch key {
        case "region":
            guard value == "-" || Region(value) != nil else {
                throw LineOverrideError(
                    description: "\"\(value)\" is no country; write two letters, such as GB, or -")
            }
            place = Place(Region(value))
        case "numbers":
            guard let format = NumberFormat(word: value) else {
                throw LineOverrideError(
                    description: "\"\(value)\" is no number format; "
                        + "write auto, e164, e164-no-plus or national")
            }
            self.format = format
        case "access-code":
            guard value == "-" || AccessCode(value) != nil else {
                throw LineOverrideError(
                    description: "\"\(value)\" is no access code; write 1 to 4 digits, or -")
            }
            access = Access(AccessCode(value))
        default: return false
        }
        return true
    }
}
