import Customers

/// How the raw figures of the seven components are computed.
public struct RawRules: Hashable, Sendable {
    /// The year that counts for money, growth, recency and frequency, and the one before.
    public let purchaseWindowDays: Int
    /// The points for a tenure of `tenureCapMonths` or more.
    public let tenurePoints: Int
    /// The points for a purchase today; none at the end of the purchase window.
    public let recencyPoints: Int
    /// The points for `frequencyCap` purchases in the window or more.
    public let frequencyPoints: Int
    public let tenureCapMonths: Int
    public let frequencyCap: Int
    /// The least that growth is measured against, in the reporting currency: two small sales
    /// after one tiny one are no growth worth the name.
    public let growthFloor: Double
    /// How many of the latest paid invoices tell how a customer pays.
    public let paymentInvoiceCount: Int
    /// What is overdue by more than this counts against the credit.
    public let overdueDays: Int
    public let engagementWindowDays: Int

    /// The definitions of the design.
    public static let standard = RawRules()

    /// - Parameter loyaltyPoints: for tenure, recency and frequency; together 100.
    public init(
        purchaseWindowDays: Int = 365, loyaltyPoints: (Int, Int, Int) = (60, 20, 20),
        tenureCapMonths: Int = 120, frequencyCap: Int = 12, growthFloor: Double = 100,
        paymentInvoiceCount: Int = 12, overdueDays: Int = 60, engagementWindowDays: Int = 365
    ) throws(RuleError) {
        try check("purchase-days", purchaseWindowDays, in: 1...3_650)
        try check("tenurePoints", loyaltyPoints.0, in: 0...100)
        try check("recencyPoints", loyaltyPoints.1, in: 0...100)
        try check("frequencyPoints", loyaltyPoints.2, in: 0...100)
        try check(
            "loyaltyPoints", loyaltyPoints.0 + loyaltyPoints.1 + loyaltyPoints.2, in: 100...100)
        try check("tenureCapMonths", tenureCapMonths, in: 1...1_200)
        try check("frequencyCap", frequencyCap, in: 1...3_650)
        try check("growth-floor", growthFloor, in: 0.01...1e12)
        try check("payment-invoices", paymentInvoiceCount, in: 1...120)
        try check("overdue-days", overdueDays, in: 0...3_650)
        try check("engagement-days", engagementWindowDays, in: 1...36_500)
        self.purchaseWindowDays = purchaseWindowDays
        (tenurePoints, recencyPoints, frequencyPoints) = loyaltyPoints
        self.tenureCapMonths = tenureCapMonths
        self.frequencyCap = frequencyCap
        self.growthFloor = growthFloor
        self.paymentInvoiceCount = paymentInvoiceCount
        self.overdueDays = overdueDays
        self.engagementWindowDays = engagementWindowDays
    }

    /// The standard values need no check.
    private init() {
        purchaseWindowDays = 365
        (tenurePoints, recencyPoints, frequencyPoints) = (60, 20, 20)
        tenureCapMonths = 120
        frequencyCap = 12
        growthFloor = 100
        paymentInvoiceCount = 12
        overdueDays = 60
        engagementWindowDays = 365
    }
}
