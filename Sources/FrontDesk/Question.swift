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
    /// It rings no more at this agent, or the agent has left it.
    case withdrawn(CallID, Agent)
    case hungUp(CallID)
    /// All calls of a PBX are over; `nil`: of the one without a name.
    case allOver(PBX?)
    /// Whose calls the party is told of from now on.
    case watch(CallBoard.Watched)
    /// Whatever only the database knows.
    case read(StoreQuestion)
    case write(WriteRequest)
    /// Shows the party all of one customer for a while.
    case unmask(CustomerReference, reason: String)
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

extension Received {
    /// What may stand between a number and its extension, or what a number is of.
    private static let numberWords: Set<String> = [
        "anexo", "durchwahl", "dw", "ex", "ext", "extension", "extn", "int", "interno", "poste",
        "ramal", "x", "xtn",
    ]

    /// Whether words of letters stand behind the first one that mean nothing of a number: not an
    /// extension, and no note in brackets.
    var holdsWords: Bool {
        String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().contains { word in
            word.contains(where: \.isLetter) && !word.contains(where: \.isNumber)
                && word.first != "(" && word.last != ")"
                && !Self.numberWords.contains(word.lowercased().filter(\.isLetter))
        }
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

        var call: CallID? {
            switch self {
            case .nowhere: nil
            case .call(let call), .screen(let call, _): call
            }
        }

        var agent: Agent? { if case .screen(_, let agent) = self { agent } else { nil } }
    }

    public let received: Received
    public let place: Place
    /// Who says so; `nil`: a PBX without a name.
    public let pbx: PBX?
    /// Whether words of the agent's name may stand where the number does: then what cannot be a
    /// number is refused, lest the call pops at somebody who bears the last word.
    public let mayHoldName: Bool
    /// Whether a number that was said before is taken back where there is none now: the caller does
    /// not want it to be shown.
    public let takesNumberBack: Bool

    public init(
        _ received: Received, _ place: Place, from pbx: PBX? = nil, mayHoldName: Bool = false,
        takesNumberBack: Bool = false
    ) {
        self.received = received
        self.place = place
        self.pbx = pbx
        self.mayHoldName = mayHoldName
        self.takesNumberBack = takesNumberBack
    }
}
