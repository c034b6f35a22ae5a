public import CustomerStore
public import Customers

/// A question to the database that came with a request.
public enum StoreQuestion: Sendable {
    case find(Caller, CallerSearch, Findings.Purpose)
    case badNumbers(count: Int)
    case changedNumbers(count: Int)
    /// - Parameter rowLimit: rows of one kind that it shows.
    case card(CustomerReference, rowLimit: Int)
    case history(CustomerReference, count: Int)
    /// The entries of that name, with their whole texts.
    case entry(CustomerReference, named: String, count: Int)
    case explain(CustomerReference)
}

/// What the database says to it.
public enum StoreAnswer: Sendable {
    case found(Findings, LoadedSources)
    case badNumbers([BadNumber], count: Int)
    case changedNumbers([ChangedNumber], count: Int)
    case card(Card?)
    case history(account: Account, [HistoryEntry])
    case entry(account: Account, NamedEntries)
    case explanation(CustomerExplanation)
    case noCustomer
    /// Too many questions wait.
    case busy
    case failed(StoreError)

    /// Asks; on the thread of `store`.
    public init(_ question: StoreQuestion, _ store: some CustomerReading, now: Moment) {
        do throws(StoreError) {
            self = try Self.ask(question, store, now)
        } catch {
            self = .failed(error)
        }
    }

    private static func ask(
        _ question: StoreQuestion, _ store: some CustomerReading, _ now: Moment
    ) throws(StoreError) -> StoreAnswer {
        switch question {
        case .find(let caller, let search, let purpose):
            let findings = try Findings(caller, search, purpose, in: store, now: now)
            return .found(findings, try store.loadedSources())
        case .badNumbers(let limit):
            let (numbers, count) = try store.badNumbers(limit: limit)
            return .badNumbers(numbers, count: count)
        case .changedNumbers(let limit):
            let (numbers, count) = try store.changedNumbers(limit: limit)
            return .changedNumbers(numbers, count: count)
        case .card(let reference, let rowLimit):
            guard let customer = try customer(reference, store) else { return .noCustomer }
            return .card(try store.card(of: customer, now: now, rowLimit: rowLimit))
        case .history(let reference, let count):
            guard let customer = try customer(reference, store),
                let (account, entries) = try store.history(of: customer, limit: count)
            else { return .noCustomer }
            return .history(account: account, entries.map(\.shortened))
        case .entry(let reference, let name, let count):
            guard let customer = try customer(reference, store),
                let (account, entries) = try store.named(name, of: customer, limit: count)
            else { return .noCustomer }
            return .entry(account: account, entries)
        case .explain(let reference):
            guard let customer = try customer(reference, store),
                let explanation = try store.explanation(of: customer, now: now)
            else { return .noCustomer }
            return .explanation(explanation)
        }
    }

    private static func customer(
        _ reference: CustomerReference, _ store: some CustomerReading
    ) throws(StoreError) -> CustomerID? {
        switch reference {
        case .account(let account): try store.customer(account: account)
        case .id(let id): id
        }
    }
}

/// The way to the store: a thread of its own, or the same thread in tests.
public protocol StoreDoor: AnyObject {
    /// Asks on behalf of `party`; the answer comes back by `FrontDesk.answer`.
    func ask(_ question: StoreQuestion, for party: Party.ID)
    /// Writes on behalf of `party`; the outcome comes back by `FrontDesk.acknowledge`, after
    /// the updates that the write has caused.
    func write(_ request: WriteRequest, for party: Party.ID)
    /// Has long work done; its updates tell how it goes on.
    func order(_ order: StoreOrder)
    /// Stores what happened to calls; the end of it comes back by `CallDesk.stored`.
    func record(_ lot: CallLot)
}
