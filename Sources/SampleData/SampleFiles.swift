internal import CustomerStore

/// The nine files, open side by side.
struct SampleFiles {
    let customers: CSVWriter
    let phones: CSVWriter
    let complaints: CSVWriter
    let referrals: CSVWriter
    let interruptions: CSVWriter
    let interruptionCustomers: CSVWriter
    let invoices: CSVWriter
    let interactions: CSVWriter
    let engagements: CSVWriter

    init(folder: String) throws(ExchangeError) {
        func writer(_ name: String, _ columns: [String]) throws(ExchangeError) -> CSVWriter {
            try CSVWriter(path: "\(folder)/\(name)", columns: columns)
        }
        customers = try writer(
            "customers.csv",
            [
                "account", "name", "kind", "state", "since", "left_on", "left_reason",
                "parent_account", "types", "address", "city", "region", "postcode", "country",
                "email", "birthday", "language", "preferred_channel", "currency", "credit_limit",
            ])
        phones = try writer("phones.csv", ["account", "number", "extension", "role", "label"])
        complaints = try writer(
            "complaints.csv",
            [
                "reference", "account", "received_at", "closed_at", "status", "upheld", "subject",
                "resolution",
            ])
        referrals = try writer(
            "referrals.csv",
            [
                "reference", "referrer_account", "referred_account", "referred_name",
                "referred_at", "qualified_at",
            ])
        interruptions = try writer(
            "interruptions.csv",
            ["reference", "service", "began_at", "ended_at", "planned", "cause"])
        interruptionCustomers = try writer(
            "interruption_customers.csv", ["interruption", "account"])
        invoices = try writer(
            "invoices.csv", ["number", "account", "issued_on", "due_on", "amount", "paid_on"])
        interactions = try writer(
            "interactions.csv",
            [
                "reference", "account", "at", "channel", "direction", "agent", "kind", "subject",
                "detail", "outcome",
            ])
        engagements = try writer(
            "engagements.csv", ["reference", "account", "at", "kind", "answered", "score"])
    }

    /// Gives all files their names.
    func finish() throws(ExchangeError) {
        for writer in [
            customers, phones, complaints, referrals, interruptions, interruptionCustomers,
            invoices, interactions, engagements,
        ] {
            try writer.finish()
        }
    }
}
