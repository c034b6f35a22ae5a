public import Customers

/// What a line that no request has asked for tells; the word behind its star.
///
/// Shapes: `Protocol/README.md`, "Pushed lines".
public enum PushWord: Worded, Sendable {
    case pop, answered, update, withdraw, transfer, hangUp

    public var word: StaticString {
        switch self {
        case .pop: "POP"
        case .answered: "ANSWERED"
        case .update: "UPDATE"
        case .withdraw: "WITHDRAW"
        case .transfer: "TRANSFER"
        case .hangUp: "HANGUP"
        }
    }
}
