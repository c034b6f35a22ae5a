internal import Customers

extension ExchangeFile {
    /// All exchange files, in the order in which they refer to each other.
    ///
    /// `Protocol/exchange.md` says the same for people; a test compares.
    static let all = [
        customers, phones, complaints, referrals, interruptions, interruptionCustomers, invoices,
        interactions, engagements,
    ]

    static let customers = ExchangeFile(
        "customers.csv", table: "customers",
        columns: [
            ExchangeColumn("account", .newAccount, isRequired: true),
            ExchangeColumn("name", .text),
            ExchangeColumn("kind", .word(CustomerKind.allCases.map(\.word))),
            ExchangeColumn("state", .word(["active", "prospect", "lapsed", "left"])),
            ExchangeColumn("since", .date),
            ExchangeColumn("left_on", .date),
            ExchangeColumn("left_reason", .text),
            ExchangeColumn("parent_account", .parent, stored: "parent_id"),
            ExchangeColumn("types", .text),
            ExchangeColumn("address", .text),
            ExchangeColumn("city", .text),
            ExchangeColumn("region", .text),
            ExchangeColumn("postcode", .text),
            ExchangeColumn("country", .code(letters: 2)),
            ExchangeColumn("email", .text),
            ExchangeColumn("birthday", .date),
            ExchangeColumn("language", .text),
            ExchangeColumn("preferred_channel", .text),
            ExchangeColumn("currency", .code(letters: 3)),
            ExchangeColumn("credit_limit", .amount),
        ])

    static let phones = ExchangeFile(
        "phones.csv", table: "phones", keyCount: 2,
        columns: [
            ExchangeColumn("account", .customer, stored: "customer_id", isRequired: true),
            ExchangeColumn(
                "number", .reference(limit: enteredNumberLimit), stored: "entered",
                isRequired: true),
            ExchangeColumn("extension", .text),
            ExchangeColumn("role", .word(NumberRole.allCases.map(\.word))),
            ExchangeColumn("label", .text),
        ])

    static let complaints = ExchangeFile(
        "complaints.csv", table: "complaints", source: "complaints",
        order: ("received_at", "closed_at"),
        columns: [
            reference,
            customer,
            ExchangeColumn("received_at", .moment, isRequired: true),
            ExchangeColumn("closed_at", .moment),
            ExchangeColumn("status", .word(Complaint.Status.allCases.map(\.word))),
            ExchangeColumn("upheld", .optionalFlag),
            ExchangeColumn("subject", .text),
            ExchangeColumn("resolution", .text),
        ])

    static let referrals = ExchangeFile(
        "referrals.csv", table: "referrals", source: "referrals",
        order: ("referred_at", "qualified_at"),
        columns: [
            reference,
            ExchangeColumn("referrer_account", .customer, stored: "referrer_id", isRequired: true),
            ExchangeColumn("referred_account", .customer, stored: "referred_id"),
            ExchangeColumn("referred_name", .text),
            ExchangeColumn("referred_at", .moment),
            ExchangeColumn("qualified_at", .moment),
        ])

    static let interruptions = ExchangeFile(
        "interruptions.csv", table: "interruptions", source: "interruptions",
        order: ("began_at", "ended_at"),
        columns: [
            reference,
            ExchangeColumn("service", .text),
            ExchangeColumn("began_at", .moment, isRequired: true),
            ExchangeColumn("ended_at", .moment),
            ExchangeColumn("planned", .flag),
            ExchangeColumn("cause", .text),
        ])

    static let interruptionCustomers = ExchangeFile(
        "interruption_customers.csv", table: "interruption_customers", keyCount: 2,
        columns: [
            ExchangeColumn(
                "interruption", .interruption, stored: "interruption_id", isRequired: true),
            customer,
        ])

    static let invoices = ExchangeFile(
        "invoices.csv", table: "invoices",
        columns: [
            ExchangeColumn("number", .reference(limit: referenceLimit), isRequired: true),
            customer,
            ExchangeColumn("issued_on", .date, isRequired: true),
            ExchangeColumn("due_on", .date),
            ExchangeColumn("amount", .amount, isRequired: true),
            ExchangeColumn("paid_on", .date),
        ])

    static let interactions = ExchangeFile(
        "interactions.csv", table: "interactions",
        columns: [
            reference,
            customer,
            ExchangeColumn("at", .moment, isRequired: true),
            ExchangeColumn("channel", .text),
            ExchangeColumn("direction", .word(["in", "out"])),
            ExchangeColumn("agent", .text),
            ExchangeColumn("kind", .text),
            ExchangeColumn("subject", .text),
            ExchangeColumn("detail", .text),
            ExchangeColumn("outcome", .text),
        ])

    static let engagements = ExchangeFile(
        "engagements.csv", table: "engagements",
        columns: [
            reference,
            customer,
            ExchangeColumn("at", .moment, isRequired: true),
            ExchangeColumn("kind", .word(["survey", "promotion", "reference"])),
            ExchangeColumn("answered", .flag),
            ExchangeColumn("score", .integer),
        ])

    private static let reference = ExchangeColumn(
        "reference", .reference(limit: referenceLimit), isRequired: true)

    private static let customer = ExchangeColumn(
        "account", .customer, stored: "customer_id", isRequired: true)
}
