public import CustomerStore
public import Customers
public import Numbering
public import Switchboard

/// What a door asks on behalf of a party.
public enum Question {
    /// Who has this number? One line; doors ask the index themselves once it is complete.
    case lookUp(PhoneNumber)
    /// The same for a string as a line delivers it: one customer, all of them, or every step.
    case find(Received, Search)
    /// A call arrives or rings: answered as a lookup, shown to who watches.
    case announce(Announcement)
    case answered(CallID, Agent)
    case transferred(CallID, Agent)
    case hungUp(CallID)
    /// Whose calls the party is told of from now on.
    case watch(CallBoard.Watched)
    /// Whatever only the database knows.
    case read(StoreQuestion)
    case write(WriteRequest)
    /// The number of a caller is joined with a customer, or parted from it.
    case link(LinkChange, Received, CustomerReference, agent: String)
    /// Long work; answered at its end.
    case order(StoreOrder)

    /// How a string is to be looked up.
    public enum Search: Sendable {
        case oneLine, everybody, everyStep
    }
}

/// A caller's number as a line delivers it.
public struct Received: Equatable, Sendable {
    /// Whatever the network says; may be empty.
    public let bytes: [UInt8]
    public let line: LineSettings

    public init(_ bytes: [UInt8], on line: LineSettings) {
        self.bytes = bytes
        self.line = line
    }
}

/// A call whose caller is asked for.
public struct Announcement: Sendable {
    /// Where it shows.
    public enum Place: Sendable {
        /// Nowhere: it has no name that it could be known by.
        case nowhere
        /// On no screen yet.
        case call(CallID)
        case screen(CallID, Agent)
    }

    public let received: Received
    public let place: Place

    public init(_ received: Received, _ place: Place) {
        self.received = received
        self.place = place
    }
}
