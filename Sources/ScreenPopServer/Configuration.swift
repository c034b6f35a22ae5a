public import Access
public import CustomerStore
public import EventLoop
public import Logging
public import Numbering
public import PBXLink
import Processor
import ProtocolWords
import Release

/// What an administrator settles.
///
/// Its stored properties lie flat, as the settings do.
public struct Configuration: Equatable, Sendable {
    /// How many last digits the suffix tier may compare: fewer find strangers, more find nobody.
    public static let suffixDigitRange = 7...10

    /// Where clients reach the daemon unless told otherwise.
    public static let defaultEndpoint = Endpoint.tcp(host: Endpoint.loopbackHost, port: 7373)

    /// Where Asterisk asks unless told otherwise.
    public static let defaultFastAGIEndpoint = Endpoint.tcp(host: Endpoint.loopbackHost, port: 4573)

    /// The SQLite file.
    public var database: String
    public var listen: [ListenAddress]
    /// Where the lines are: what national numbers are read by; `nil`: only numbers with `+`.
    public var region: Region?
    /// How the trunk writes numbers.
    public var numbers: NumberFormat
    /// What stands before numbers from outside; `nil`: nothing.
    public var accessCode: AccessCode?
    /// What is settled about numbers for all lines.
    public var plan = NumberingPlan()
    /// How many last digits the suffix tier compares; 0: it is off.
    public var suffixDigits = 0
    /// What clients of listeners with TLS are shown; `nil`: there are none.
    public var tls: TLSFiles?
    /// How long a TLS handshake may take.
    public var handshakeMilliseconds = Limits.handshakeSeconds * 1000
    /// Who may come and as what; `nil`: everybody on this machine may do everything.
    public var access: AccessList?
    /// Whether texts with the number of a payment card are stored.
    public var storesCardNumbers = false
    /// From where else than this machine Asterisk may ask.
    public var fastAGIFrom: [AddressRange] = []
    /// Where Asterisk asks about calls; `nil`: nowhere.
    public var fastAGI: ListenAddress?
    /// Telephony systems whose calls are followed.
    public var pbxs: [PBXSettings] = []
    public var logLevel: Logger.Level
    /// Where the index is kept for the next start; `nil`: nowhere.
    public var snapshot: String?
    /// What makes the four figures.
    public var scoring: ScoringSettings
    /// Seconds from one computation of the thresholds to the next; `nil`: only by order.
    public var scoreEverySeconds: Int64?

    /// How long the database may take for one answer; nobody on the telephone waits longer.
    public var questionMilliseconds = Limits.questionMilliseconds

    /// How large the process may become, in bytes.
    public var memoryLimit = standardMemoryLimit

    /// Less is not enough for the daemon itself.
    public static let leastMemory = 128 << 20

    /// Half of what the machine or the control group has.
    public static let standardMemoryLimit = max(leastMemory, ProcessMemory.availableBytes / 2)

    /// Once a day, as a night's batch of invoices arrives once a day.
    public static let standardScoreEverySeconds: Int64 = 24 * 3600

    public init(
        database: String, listen: [ListenAddress] = [ListenAddress(defaultEndpoint)],
        region: Region? = nil,
        numbers: NumberFormat = .auto, logLevel: Logger.Level = .notice,
        scoring: ScoringSettings = .standard,
        scoreEverySeconds: Int64? = standardScoreEverySeconds
    ) {
        self.database = database
        self.listen = listen
        self.region = region
        self.numbers = numbers
        self.logLevel = logLevel
        self.scoring = scoring
        self.scoreEverySeconds = scoreEverySeconds
    }

    /// What beside the database decides what the index holds.
    var indexSettings: String {
        let withheld = plan.withheld.numbers.map { "\($0)" }.sorted().joined(separator: " ")
        return "version \(Version.product), suffix-digits \(suffixDigits), withheld \(withheld)"
    }

    var line: LineSettings {
        LineSettings(region: region, format: numbers, accessCode: accessCode)
    }
}
