public import CustomerStore
public import Customers

/// A made-up customer base, written as exchange files.
///
/// The same size, seed and day give the same bytes. Phone numbers come from the ranges set aside
/// for fiction as far as those go; the others are plausible and may be somebody's.
public struct SampleBase: Sendable {
    /// As many customers as the plausible number ranges serve.
    public static let customerLimit = 10_000_000
    /// Customers between two calls of `onProgress`.
    public static let customersPerProgress = 10_000

    public let customers: Int
    public let seed: UInt64
    /// The day that counts as today: nothing happens after it.
    public let day: CalendarDay

    /// - Returns: `nil` outside `1 ... customerLimit`.
    public init?(customers: Int, seed: UInt64, day: CalendarDay) {
        guard (1...Self.customerLimit).contains(customers) else { return nil }
        self.customers = customers
        self.seed = seed
        self.day = day
    }

    /// Writes the nine files into `folder`, under the same rule as an export.
    public func write(
        to folder: String, onProgress: (_ customersDone: Int) -> Void = { _ in }
    ) throws(ExchangeError) {
        try Exporter.prepare(folder)
        let files = try SampleFiles(folder: folder)
        let outages = Outage.all(seed: seed, day: day)
        var contacts = SampleContacts(files: files, seed: seed)
        var history = SampleHistory(files: files, customers: customers, seed: seed, day: day)
        try history.write(outages)
        var neighbour: SampleCustomer?
        for index in 0..<customers {
            var customer = SampleCustomer(at: index, seed: seed, day: day)
            customer.join(neighbour)
            var random = SampleRandom(seed: seed, stream: index * 2 + 1)
            try contacts.write(customer, of: customers, &random)
            try history.write(customer, &random)
            neighbour = customer
            if (index + 1) % Self.customersPerProgress == 0 { onProgress(index + 1) }
        }
        try files.finish()
    }
}
