/// Who asks, in what role, from where.
public struct Party {
    /// Names a party for the life of the process; never reused.
    public typealias ID = UInt64

    public let id: ID
    public let role: Role
    /// Where it comes from.
    public let origin: any Origin

    public init(id: ID, role: Role, origin: any Origin) {
        self.id = id
        self.role = role
        self.origin = origin
    }
}

/// What a party may ask.
public enum Role: Sendable {
    /// Everything: so far everybody who reaches us comes from this machine.
    case admin
}

/// Where a party comes from: a session of a door.
public protocol Origin: AnyObject {
    /// In words, for people; may take a system call.
    var address: String { get }
}

/// Takes the answers that come later; a door.
public protocol AnswerTaker: AnyObject {
    /// Whether the party can still be told anything; lets go of one that has gone unnoticed.
    func isThere(_ party: Party.ID) -> Bool
    /// The answer to the question that `party` waits for.
    ///
    /// The party may have gone: then nobody wants it.
    func take(_ answer: Answer, for party: Party.ID)
}
