import Customers
import Numbering
import Switchboard

/// Who calls, as consoles are shown it.
struct RingingCaller: CallSubject {
    /// The number as the telephony system gave it, to be looked up again when facts change.
    let received: [UInt8]
    let line: LineSettings
    let number: PhoneNumber?
    let customers: [CustomerID]
    /// The fields of the lookup's reply, as text and as members of a JSON object.
    let text: [UInt8]
    let json: [UInt8]
}

/// What a number has led to.
enum CallerAnswer {
    case findings(Findings)
    /// There is no number to look up.
    case nothing(Reading)

    var customers: [CustomerID] {
        switch self {
        case .findings(let findings): findings.hits.map(\.summary.id)
        case .nothing: []
        }
    }

    var number: PhoneNumber? {
        switch self {
        case .findings(let findings): findings.caller.number ?? findings.number
        case .nothing: nil
        }
    }
}

/// A `RING` whose caller the database is asked for.
struct WaitingRing {
    let call: CallID
    let agent: Agent
    let received: [UInt8]
    let line: LineSettings
}
