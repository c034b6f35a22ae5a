import ArgumentParser
import Scoring
import Settings

/// What can be said on the command line: a flag for each setting, which says what it is.
///
/// As many stored properties as there are settings.
struct Flags: ParsableArguments {
    @Option(.database) var database: [GivenWord]
    @Option(.listen) var listen: [GivenWord]
    @Option(.oneShot) var oneShot: [GivenWord]
    @Option(.access) var access: [GivenWord]
    @Option(.tlsCertificate) var tlsCertificate: [GivenWord]
    @Option(.tlsKey) var tlsKey: [GivenWord]
    @Option(.tlsClientAuthorities) var tlsClientAuthorities: [GivenWord]
    @Option(.fastAGI) var fastAGI: [GivenWord]
    @Option(.snapshot) var snapshot: [GivenWord]
    @Option(.config) var config: [GivenWord]
    @Option(.logLevel) var logLevel: [GivenWord]
    @Option(.scoreEvery) var scoreEvery: [GivenWord]
    @Option(.memoryLimit) var memoryLimit: [GivenWord]
    @Option(.fastAGIFrom) var fastAGIFrom: [GivenWord]
    @Option(.cardNumbers) var cardNumbers: [GivenWord]

    @OptionGroup(title: "Numbers") var numbers: NumberFlags
    @OptionGroup(title: "The four figures") var scoring: ScoringFlags
    @OptionGroup(title: "Where grades begin without ranks") var thresholds: ThresholdFlags

    /// All that was said, in no order but among the words of one setting.
    var given: [GivenWord] {
        [self as any ParsableArguments, numbers, scoring, thresholds].flatMap(\.givenHere)
    }
}

/// What can be said about numbers in general.
struct NumberFlags: ParsableArguments {
    @Option(.region) var region: [GivenWord]
    @Option(.numbers) var numbers: [GivenWord]
    @Option(.accessCode) var accessCode: [GivenWord]
    @Option(.storedAccessCode) var storedAccessCode: [GivenWord]
    @Option(.extensionDigits) var extensionDigits: [GivenWord]
    @Option(.neighbours) var neighbours: [GivenWord]
    @Option(.areaCodes) var areaCodes: [GivenWord]
    @Option(.suffixDigits) var suffixDigits: [GivenWord]
    @Option(.withheld) var withheld: [GivenWord]
    @Option(.notWithheld) var notWithheld: [GivenWord]
}

/// What can be said about the four figures.
struct ScoringFlags: ParsableArguments {
    @Option(.weights) var weights: [GivenWord]
    @Option(.knownWeight) var knownWeight: [GivenWord]
    @Option(.complaintDays) var complaintDays: [GivenWord]
    @Option(.interruptionDays) var interruptionDays: [GivenWord]
    @Option(.longerThanSeconds) var longerThanSeconds: [GivenWord]
    @Option(.relossSeconds) var relossSeconds: [GivenWord]
    @Option(.purchaseDays) var purchaseDays: [GivenWord]
    @Option(.engagementDays) var engagementDays: [GivenWord]
    @Option(.paymentInvoices) var paymentInvoices: [GivenWord]
    @Option(.overdueDays) var overdueDays: [GivenWord]
    @Option(.growthFloor) var growthFloor: [GivenWord]
    @Option(.smallBase) var smallBase: [GivenWord]
    @Option(.percentiles) var percentiles: [GivenWord]
    @Option(.currency) var currency: [GivenWord]
    @Option(.rates) var rates: [GivenWord]
}

/// What can be said about the scales of each component and of the value.
struct ThresholdFlags: ParsableArguments {
    @Option(.threshold(.money)) var money: [GivenWord]
    @Option(.threshold(.loyalty)) var loyalty: [GivenWord]
    @Option(.threshold(.referrals)) var referrals: [GivenWord]
    @Option(.threshold(.growth)) var growth: [GivenWord]
    @Option(.threshold(.payment)) var payment: [GivenWord]
    @Option(.threshold(.credit)) var credit: [GivenWord]
    @Option(.threshold(.collaboration)) var collaboration: [GivenWord]
    @Option(.compositeThreshold) var composite: [GivenWord]
}

extension Option where Value == [GivenWord] {
    /// A flag as the setting's declaration has it.
    init(_ setting: Setting) {
        self.init(
            wrappedValue: [], name: .customLong(setting.flag),
            // A number may begin with a minus.
            parsing: .unconditionalSingleValue,
            help: ArgumentHelp("\(setting.help)", valueName: setting.valueName),
            transform: { GivenWord(setting, $0) })
    }
}

extension ParsableArguments {
    /// What was said for the flags declared right here; they are told apart by what they hold.
    fileprivate var givenHere: [GivenWord] {
        Mirror(reflecting: self).children
            .compactMap { ($0.value as? Option<[GivenWord]>)?.wrappedValue }.flatMap(\.self)
    }
}
