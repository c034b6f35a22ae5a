import Access
import CallerIndex
import CustomerRecords
import Customers
import FrontDesk
import Numbering
import ProtocolWords
import WireProtocol

/// The one line that answers `LOOKUP`. Shape: `Protocol/README.md`, "LOOKUP".
extension ReplyWriter {
    /// What looking a number up comes to.
    mutating func lookup(_ result: LookupResult) {
        begin(result)
        fields(of: result)
        end()
    }

    private mutating func begin(_ result: LookupResult) {
        begin(result.code)
        if case .found(_, let customer, _) = result { about(customer.id.value) }
        if let number = result.number { self.number(number) }
    }

    /// The same for a call that was to show somewhere, with what became of that where it did not.
    mutating func announced(_ announced: Announced) {
        begin(announced.result)
        fields(of: announced.result)
        if let absence = announced.absence {
            field("pops", 0)
            field("why", word: absence.word)
        }
        end()
    }

    /// The fields behind the code and the number.
    mutating func fields(of result: LookupResult) {
        switch result {
        case .found(let number, let customer, let tier):
            identity(customer.account, customer.figures)
            field("match", word: tier.word)
            if customer.holding.number != number {
                field("stored", number: customer.holding.number)
            }
            standing(customer)
        case .shared(_, let common, let tier):
            field("customers", common.customerCount)
            figures(common)
            field("match", word: "shared" as StaticString)
            if tier != .exact { field("via", word: tier.word) }
        case .nobody: field("match", word: "none" as StaticString)
        case .noNumber(let problem):
            if format == .json { say(result.code.text) }
            field("match", word: problem == .withheld ? "withheld" : "none")
            if let reason = problem.reason { field("reason", word: reason) }
        case .notYet: if format == .json { say(result.code.text) }
        }
    }

    /// A number that exactly one customer has; the same fields straight from the index.
    mutating func found(
        _ number: PhoneNumber, _ record: CustomerRecord, _ sources: LoadedSources
    ) {
        begin(.done)
        about(record.id.value)
        self.number(number)
        if shows(.numbers) { record.withAccount { field("account", word: $0) } }
        let value = record.valueGrade
        figure("value", value, isKnown: value > 0)
        figure("complaints", record.complaints, isKnown: sources.contains(.complaints))
        figure("referrals", record.referrals, isKnown: sources.contains(.referrals))
        figure("interruptions", record.interruptions, isKnown: sources.contains(.interruptions))
        field("match", word: "exact" as StaticString)
        figure("open", record.openComplaints, isKnown: sources.contains(.complaints))
        if shows(.operations) { field("down", record.interruptedSince) }
        standing(record.state, record.kind, record.holding(of: number), record.id)
        if shows(.names) { record.withName { field("name", quoted: $0) } }
        end()
    }

    /// A line of a block about one customer: the fields of `found`, the stored number in any case.
    mutating func customer(_ hit: Findings.Hit, _ sources: LoadedSources) {
        let customer = FoundCustomer(hit, sources)
        about(customer.id.value)
        identity(customer.account, customer.figures)
        field("stored", number: hit.number)
        if shows(.numbers), !hit.extensions.isEmpty {
            field("extension", quoted: hit.extensions.joined(separator: ","))
        }
        standing(customer)
    }

    private mutating func identity(_ account: Account, _ figures: KnownFigures) {
        if shows(.numbers) { field("account", word: account.text) }
        figure("value", figures.value)
        figure("complaints", figures.complaints)
        figure("referrals", figures.referrals)
        figure("interruptions", figures.interruptions)
    }

    private mutating func figures(_ common: CommonFigures) {
        figure("value", common.value)
        figure("complaints", common.complaints)
        figure("referrals", common.referrals)
        figure("interruptions", common.interruptions)
    }

    private mutating func standing(_ customer: FoundCustomer) {
        figure("open", customer.figures.open)
        if shows(.operations) { field("down", customer.figures.down) }
        standing(customer.state, customer.kind, customer.holding, customer.id)
        if shows(.names) { field("name", quoted: customer.name) }
    }

    @inline(__always)
    private mutating func standing(
        _ state: CustomerState, _ kind: CustomerKind, _ holding: Summary.Number, _ id: CustomerID
    ) {
        field("state", word: state.word)
        field("kind", word: kind.word)
        field("role", word: holding.role.word)
        if holding.isProvisional { field("link", word: "provisional") }
        field("id", Int(id.value))
    }

    private mutating func figure(_ key: StaticString, _ value: Int?) {
        figure(key, value ?? 0, isKnown: value != nil)
    }

    @inline(__always)
    private mutating func figure(_ key: StaticString, _ value: Int, isKnown: Bool) {
        if isKnown { field(key, value) } else { field(unknown: key) }
    }
}

extension LookupResult {
    /// The number that was looked up.
    var number: PhoneNumber? {
        switch self {
        case .found(let number, _, _), .shared(let number, _, _), .nobody(let number): number
        case .notYet(let number): number
        case .noNumber: nil
        }
    }

    /// The code of the reply.
    var code: ReplyCode {
        switch self {
        case .found, .shared: .done
        case .nobody: .nobody
        case .noNumber(.withheld): .withheld
        case .noNumber(.shortCode), .noNumber(.internalExtension): .notASubscriber
        case .noNumber(.unreadable): .unreadableNumber
        case .notYet: .databaseUnavailable
        }
    }
}

extension Announced.Absence {
    fileprivate var word: StaticString {
        switch self {
        case .isAnswered: "answered"
        case .noRoom: "calls"
        case .tooManyAgents: "agents"
        }
    }
}

extension NoNumber {
    /// The word that says what it was.
    fileprivate var reason: StaticString? {
        switch self {
        case .withheld: nil
        case .shortCode: "short-code"
        case .internalExtension: "extension"
        case .unreadable(let reason): reason.word
        }
    }
}
