internal import Customers

extension ExchangeFile {
    /// All exchange files, in the order in which they refer to each other.
    ///
    /// `Protocol/exchange.md` says the same for people; a test compares.
    static let all = [
        customers, phones, complaints, referrals, interruptions, interruptionCustomers, invoices,
        interactions, engagements, notes, reminders, calls, overrides, numberChanges,
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
            ExchangeColumn("parent_account", .parent, stored: "parent_id", otherThan: "id"),
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
            ExchangeColumn("objects_to_profiling", .flag, isTelling: true),
            source,
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
            ExchangeColumn("e164", .phoneNumber, stored: "number"),
            ExchangeColumn("problem", .text),
            ExchangeColumn("linked_by", .text),
            ExchangeColumn("linked_at", .moment, isTelling: true),
            ExchangeColumn("confirmed_at", .moment),
            source,
        ])

    static let complaints = ExchangeFile(
        "complaints.csv", table: "complaints", source: "complaints",
        order: ("received_at", "closed_at"),
        columns: [
            reference,
            customer,
            ExchangeColumn("received_at", .moment, isRequired: true),
            ExchangeColumn("closed_at", .moment),
            ExchangeColumn(
                "status", .word(Complaint.Status.allCases.map(\.word)), isTelling: true),
            ExchangeColumn("upheld", .optionalFlag),
            ExchangeColumn("subject", .text),
            ExchangeColumn("resolution", .text),
            source,
        ])

    static let referrals = ExchangeFile(
        "referrals.csv", table: "referrals", source: "referrals",
        order: ("referred_at", "qualified_at"),
        columns: [
            reference,
            ExchangeColumn("referrer_account", .customer, stored: "referrer_id", isRequired: true),
            ExchangeColumn(
                "referred_account", .customer, stored: "referred_id", otherThan: "referrer_id"),
            ExchangeColumn("referred_name", .text),
            ExchangeColumn("referred_at", .moment),
            ExchangeColumn("qualified_at", .moment),
            source,
        ])

    static let interruptions = ExchangeFile(
        "interruptions.csv", table: "interruptions", source: "interruptions",
        order: ("began_at", "ended_at"),
        columns: [
            reference,
            ExchangeColumn("service", .text),
            ExchangeColumn("began_at", .moment, isRequired: true),
            ExchangeColumn("ended_at", .moment, isTelling: true),
            ExchangeColumn("planned", .flag, isTelling: true),
            ExchangeColumn("cause", .text),
            ExchangeColumn("expected_end_at", .moment),
            source,
        ])

    static let interruptionCustomers = ExchangeFile(
        "interruption_customers.csv", table: "interruption_customers", keyCount: 2,
        rowName: "customer_id",
        columns: [
            ExchangeColumn(
                "interruption", .interruption, stored: "interruption_id", isRequired: true),
            customer,
            source,
        ])

    static let invoices = ExchangeFile(
        "invoices.csv", table: "invoices",
        columns: [
            ExchangeColumn("number", .reference(limit: referenceLimit), isRequired: true),
            customer,
            ExchangeColumn("issued_on", .date, isRequired: true),
            ExchangeColumn("due_on", .date),
            ExchangeColumn("amount", .amount, isRequired: true),
            ExchangeColumn("paid_on", .date, isTelling: true),
            source,
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
            source,
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
            source,
        ])

    static let reference = ExchangeColumn(
        "reference", .reference(limit: referenceLimit), isRequired: true)

    static let customer = ExchangeColumn(
        "account", .customer, stored: "customer_id", isRequired: true)

    private static let source = ExchangeColumn("source", .text)
}
