internal import Customers

/// What is written at the desk, and what the daemon notes: for moving a database whole.
extension ExchangeFile {
    static let notes = ExchangeFile(
        "notes.csv", table: "notes",
        columns: [
            reference,
            customer,
            ExchangeColumn("at", .moment, isRequired: true),
            ExchangeColumn("agent", .text),
            ExchangeColumn("text", .text, isRequired: true),
        ])

    static let reminders = ExchangeFile(
        "reminders.csv", table: "reminders",
        columns: [
            reference,
            customer,
            ExchangeColumn("due_at", .moment, isRequired: true),
            ExchangeColumn("agent", .text),
            ExchangeColumn("text", .text, isRequired: true),
            ExchangeColumn("done_at", .moment, isTelling: true),
        ])

    static let calls = ExchangeFile(
        "calls.csv", table: "calls", keyCount: 3, isLog: true,
        columns: [
            ExchangeColumn(
                "call", .reference(limit: callLimit), stored: "call_id", isRequired: true),
            ExchangeColumn("rang_at", .moment, isRequired: true),
            ExchangeColumn("agent", .text),
            ExchangeColumn("number", .phoneNumber),
            ExchangeColumn("received", .text),
            ExchangeColumn("account", .customer, stored: "customer_id"),
            ExchangeColumn("answered_at", .moment),
            ExchangeColumn("ended_at", .moment),
        ])

    static let overrides = ExchangeFile(
        "value_overrides.csv", table: "value_overrides", rowName: "customer_id",
        columns: [
            customer,
            ExchangeColumn("value", .grade, isRequired: true),
            ExchangeColumn("reason", .filledText, isRequired: true),
            ExchangeColumn("author", .text),
            ExchangeColumn("set_at", .moment, isRequired: true),
            ExchangeColumn("expires_at", .moment, isTelling: true),
        ])

    static let numberChanges = ExchangeFile(
        "number_changes.csv", table: "number_changes", keyCount: 3, isLog: true,
        columns: [
            customer,
            ExchangeColumn(
                "number", .reference(limit: enteredNumberLimit), stored: "entered",
                isRequired: true),
            ExchangeColumn("at", .moment, isRequired: true),
            ExchangeColumn("before", .phoneNumber, stored: "number_before"),
            ExchangeColumn("now", .phoneNumber, stored: "number_now"),
            ExchangeColumn("problem", .text),
        ])
}
