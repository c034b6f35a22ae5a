public import Access

/// Who asks, with what rights, from where.
public struct Party {
    /// Names a party for the life of the process; never reused.
    public typealias ID = UInt64

    public let id: ID
    /// What it may ask.
    public let rights: Rights
    /// What it sees of the answers.
    public let eyes: Eyes
    /// Where it comes from.
    public let origin: any Origin

    /// - Parameter eyes: what it sees; `nil`: what its rights say.
    public init(id: ID, rights: Rights, eyes: Eyes? = nil, origin: any Origin) {
        self.id = id
        self.rights = rights
        self.eyes = eyes ?? Eyes(rights.sight)
        self.origin = origin
    }

    /// The name under which it has signed in; `nil`: it has not.
    public var client: String? { rights.client }
    /// In what role it asks; `nil`: it has to sign in first.
    public var role: Role? { rights.role }
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
