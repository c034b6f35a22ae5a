public import Customers

/// One step of a reading, for people who ask why.
public struct ReadingStep: Hashable, Sendable {
    public let word: Word
    /// What the step found or left; may hold any character that was received but no control one.
    public let text: String

    /// The stable words.
    public enum Word: UInt8, Worded, Sendable {
        case received
        case cleaned
        case address
        case phoneContext
        case label
        case note
        case featureCode
        case `extension`
        case postDial
        case bracketedZero
        case letters
        case digits
        case region
        case rule
        case result

        public var word: StaticString {
            switch self {
            case .received: "received"
            case .cleaned: "cleaned"
            case .address: "address"
            case .phoneContext: "phone-context"
            case .label: "label"
            case .note: "note"
            case .featureCode: "feature-code"
            case .extension: "extension"
            case .postDial: "post-dial"
            case .bracketedZero: "bracketed-zero"
            case .letters: "letters"
            case .digits: "digits"
            case .region: "region"
            case .rule: "rule"
            case .result: "result"
            }
        }
    }
}

/// What a reading tells its steps to.
protocol StepRecorder {
    mutating func note(_ word: ReadingStep.Word, _ text: @autoclosure () -> String)
}

/// Forgets every step and never builds its text: reading without a trace pays nothing for it.
struct NoSteps: StepRecorder {
    // The thread sanitizer takes all variables of no size for one, and reports races on it.
    private var size: UInt8 = 0

    @inline(__always)
    mutating func note(_ word: ReadingStep.Word, _ text: @autoclosure () -> String) {}
}

/// Keeps every step.
struct StepList: StepRecorder {
    private(set) var steps: [ReadingStep] = []

    mutating func note(_ word: ReadingStep.Word, _ text: @autoclosure () -> String) {
        steps.append(ReadingStep(word: word, text: text().escapingControls()))
    }
}

extension String {
    /// With control characters as `\u{..}`: a trace never passes them on.
    fileprivate func escapingControls() -> String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                escaped += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
