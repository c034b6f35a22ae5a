import ProtocolWords

/// What a client may say beside a verb's arguments, as `name=value`.
///
/// One list for all verbs: a name means the same everywhere.
public enum VerbOption: String, CaseIterable, Sendable {
    case reference, agent, at, direction, subject, outcome, upheld, planned, cause, expires, client

    /// What a value may be.
    public enum Kind: Equatable, Sendable {
        /// A text of so many bytes.
        case text(ClosedRange<Int>)
        /// A text of so many characters (Unicode scalars).
        case characters(ClosedRange<Int>)
        /// A moment with its zone.
        case moment
        /// `1` or `0`.
        case flag
        /// One of these words.
        case oneOf([String])
    }

    public var kind: Kind {
        switch self {
        case .reference: .characters(1...Limits.referenceCharacters)
        case .agent: .text(1...Limits.agentBytes)
        case .client: .text(1...Limits.clientBytes)
        case .subject, .outcome, .cause: .text(0...Limits.requestLineBytes)
        case .at, .expires: .moment
        case .upheld, .planned: .flag
        case .direction: .oneOf(["in", "out"])
        }
    }

    /// What stands for a value where `HELP` shows how a request is written.
    var sample: StaticString {
        switch self {
        case .reference: "R"
        case .agent: "A"
        case .at, .expires: "T"
        case .direction: "in|out"
        case .subject: "S"
        case .outcome: "O"
        case .upheld, .planned: "1|0"
        case .cause: "C"
        case .client: "name/version"
        }
    }
}
