public import Scoring

/// What makes the four figures.
extension Setting {
    static let ofScoring = [
        weights, knownWeight, complaintDays, interruptionDays, longerThanSeconds, relossSeconds,
        purchaseDays, engagementDays, paymentInvoices, overdueDays, growthFloor, smallBase,
        percentiles, currency, rates,
    ]

    public static let weights = Setting(
        "scoring.weights", .text, "weights",
        "Points of 100 for each component, such as money=50,loyalty=50.")

    public static let knownWeight = Setting(
        "scoring.known-weight", .wholeNumber, "points",
        "With fewer points of weight known, a customer is not rated; 50 unless told.")

    public static let complaintDays = Setting(
        "scoring.complaint-days", .wholeNumber, "days",
        "For how long a settled complaint counts; 365 unless told.")

    public static let interruptionDays = Setting(
        "scoring.interruption-days", .wholeNumber, "days",
        "For how long an interruption counts; 365 unless told.")

    public static let longerThanSeconds = Setting(
        "scoring.longer-than-seconds", .wholeNumber, "seconds",
        "An interruption counts when it is longer than this; 300 unless told.")

    public static let relossSeconds = Setting(
        "scoring.reloss-seconds", .wholeNumber, "seconds",
        "One that begins so soon after the last one belongs to it; 3600 unless told.")

    public static let purchaseDays = Setting(
        "scoring.purchase-days", .wholeNumber, "days",
        "Days of invoices for money, growth and loyalty; 365 unless told.")

    public static let engagementDays = Setting(
        "scoring.engagement-days", .wholeNumber, "days",
        "Days of surveys and promotions for collaboration; 365 unless told.")

    public static let paymentInvoices = Setting(
        "scoring.payment-invoices", .wholeNumber, "count",
        "How many of the latest paid invoices tell how a customer pays; 12 unless told.")

    public static let overdueDays = Setting(
        "scoring.overdue-days", .wholeNumber, "days",
        "After so many days what is overdue counts against the credit; 60 unless told.")

    public static let growthFloor = Setting(
        "scoring.growth-floor", .number, "amount",
        "The least that growth is measured against; 100 unless told.")

    public static let smallBase = Setting(
        "scoring.small-base", .wholeNumber, "customers",
        "With fewer active customers fixed thresholds are used, not ranks; 200 unless told.")

    public static let percentiles = Setting(
        "scoring.percentiles", .cutPoints, "numbers",
        "Percent of the active customers below grade 2, 3, 4 and 5; 20,40,60,80 unless told.")

    public static let currency = Setting(
        "scoring.currency", .text, "code",
        "In which money is compared; what most active customers have unless told.")

    public static let rates = Setting(
        "scoring.rates", .table, "code=rate",
        "What one unit of another currency is worth in that one, such as EUR=0.84; repeatable.")
}

/// From which figure on the grade is 2, 3, 4 and 5, where ranks do not tell.
extension Setting {
    static let ofThresholds = Component.each.map(threshold) + [compositeThreshold]

    /// Where a component's grades begin.
    public static func threshold(_ component: Component) -> Setting {
        Setting(
            "scoring.thresholds.\(component.word)", .cutPoints, "numbers",
            "From which \(component.word) on the grade is 2, 3, 4 and 5.")
    }

    public static let compositeThreshold = Setting(
        "scoring.thresholds.composite", .cutPoints, "numbers",
        "From which mean of the grades on the value is 2, 3, 4 and 5.")
}
