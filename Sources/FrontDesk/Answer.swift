public import Access
public import CustomerStore
public import Customers
public import Numbering
public import Switchboard

/// What the desk says to a question: values, which the doors put into words.
public enum Answer {
    case lookup(LookupResult)
    case announced(Announced)
    case matches(Findings, LoadedSources)
    /// Every step of a search, those of the reading first.
    case steps(Findings, [ReadingStep], LoadedSources)
    /// The steps of a reading behind which nothing could be looked for.
    case reading(Reading, [ReadingStep])
    case stage(CallID, CallStage)
    /// So many calls of a PBX have ended.
    case ended(calls: Int)
    /// The party is told of calls; those that are there already it has not been told of yet, which
    /// is for the door to do: `CallDesk.notices(of:to:)`.
    case watching(ScreenWalk)
    /// - Parameter hidden: kinds of fields that the party may not see and that are left out; also
    ///   in the answers below.
    case card(Card, LoadedSources, hidden: Sight = [])
    case history(Account, [HistoryEntry], hidden: Sight = [])
    /// Entries that were asked for by name: their texts are to be told whole.
    case entry(Account, NamedEntries, hidden: Sight = [])
    case explanation(CustomerExplanation, hidden: Sight = [])
    /// All of this customer may be shown for a while.
    case unmasked(CustomerID, Account)
    case badNumbers([BadNumber], count: Int)
    case changedNumbers([ChangedNumber], count: Int)
    case outcome(WriteOutcome)
    case scored(ScoringRun.Report)
    case compared(Comparison, named: [(id: CustomerID, account: Account?)])
    case refused(Refusal)
}

/// Why the desk does not answer.
public enum Refusal: Error, Sendable {
    /// Too many questions wait for the database, or the call rings at too many agents.
    case busy
    case noCustomer
    case noCall
    case tooManyWatchers
    /// What stands where a number does is a part of a name.
    case noAgent
    /// The moment that a write names has not come yet.
    case inTheFuture
    case databaseUnavailable(StoreError)
    /// A text holds the number of a payment card.
    case cardNumber
    /// The party has to sign in first.
    case notSignedIn
    /// The party's rights do not go so far.
    case notPermitted
    /// The answer took too long and was broken off.
    case questionTooLong
}

extension SwitchboardRefusal {
    var refusal: Refusal {
        switch self {
        case .noCall: .noCall
        case .tooManyAgents, .noRoom, .isAnswered: .busy
        case .tooManyWatchers: .tooManyWatchers
        }
    }
}

/// What comes of asking.
public struct Response {
    /// `nil`: it comes later, to the door that asked.
    public let answer: Answer?

    static func now(_ answer: Answer) -> Response { Response(answer: answer) }

    static var later: Response { Response(answer: nil) }
}
