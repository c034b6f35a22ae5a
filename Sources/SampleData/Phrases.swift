/// What agents write down.
enum Phrases {
    static let agents = ["anna", "bkaya", "carlos", "dwright", "esther", "farid", "gsmits", ""]
    static let channels = ["phone", "phone", "phone", "email", "chat", "post", "visit"]

    /// Subject and resolution.
    static let complaints = [
        ("Invoice shows a service that was cancelled", "Credit note sent"),
        ("Technician did not come", "New appointment, 20 off the next invoice"),
        ("Line drops every evening", "Router exchanged"),
        ("Delivery damaged", "Replaced free of charge"),
        ("Waited 40 minutes on the hotline", "Apologised"),
        ("Contract changed without consent", "Put back, letter sent"),
        ("Wrong tariff since March", "Corrected, difference refunded"),
        ("Agent was rude; \"never again\", says the customer", "Talked to the team"),
        ("Meter reading, address and name mixed up", "Master data corrected"),
        ("Promised call-back never came", "Called back the same day"),
    ]

    /// Kind, subject, detail and outcome.
    static let interactions = [
        ("question", "How do I change my bank details?", "On the portal, under Payment", "solved"),
        (
            "question", "When does the contract end?", "Told the date, offered an extension",
            "solved"
        ),
        ("question", "Does the tariff work abroad?", "EU yes, Switzerland no", "solved"),
        (
            "question", "Why is the invoice higher?", "Roaming in May, explained line by line",
            "solved"
        ),
        ("problem", "No dial tone", "Rebooted, port reset; works again", "solved"),
        (
            "problem", "E-mail cannot be sent",
            "1. Checked the password\n2. Set port 587\n3. Sent a test",
            "solved"
        ),
        ("problem", "Slow connection", "Measured 12 of 100, passed on to second level", "open"),
        ("order", "Second handset", "Standard price", "ordered"),
        ("order", "Upgrade to fibre", "Wants an offer, \"but no later than Friday\"", "offer sent"),
        ("billing", "Asked for payment by instalments", "Three months agreed", "agreed"),
        ("billing", "Reminder crossed with payment", "Reminder withdrawn", "solved"),
        ("sales", "Renewal talk", "Thinks about it", "call back"),
        ("sales", "Welcome call", "All well", ""),
        ("feedback", "Praise for the technician", "Passed on", ""),
    ]
}
