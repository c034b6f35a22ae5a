public import CustomerStore
import Scoring

extension ScoringSettings {
    /// What was said about the four figures, for daemon and client alike; the rest as the design
    /// has it.
    public init(_ given: GivenSettings) throws {
        do {
            let weights = try given.weights() ?? .standard
            self.init(
                rules: ScoringRules(
                    counts: try given.countRules(), raw: try given.rawRules(),
                    grades: try given.gradeRules(weights)),
                currency: try given.currency(), rates: try given.table(.rates) ?? [:])
        } catch let error as RuleError {
            throw given.problem(error)
        }
    }
}

extension GivenSettings {
    fileprivate func weights() throws -> Weights? {
        try text(.weights).map { text in
            do {
                return try Weights(parsing: text)
            } catch {
                throw problem(.weights, "\(error)")
            }
        }
    }

    fileprivate func countRules() throws -> CountRules {
        let standard = CountRules.standard
        return try CountRules(
            complaintWindowDays: wholeNumber(.complaintDays) ?? standard.complaintWindowDays,
            interruptionWindowDays: wholeNumber(.interruptionDays)
                ?? standard.interruptionWindowDays,
            interruptionMinimumSeconds: wholeNumber(.longerThanSeconds)
                ?? standard.interruptionMinimumSeconds,
            relossGapSeconds: wholeNumber(.relossSeconds) ?? standard.relossGapSeconds)
    }

    fileprivate func rawRules() throws -> RawRules {
        let standard = RawRules.standard
        return try RawRules(
            purchaseWindowDays: wholeNumber(.purchaseDays) ?? standard.purchaseWindowDays,
            growthFloor: number(.growthFloor) ?? standard.growthFloor,
            paymentInvoiceCount: wholeNumber(.paymentInvoices) ?? standard.paymentInvoiceCount,
            overdueDays: wholeNumber(.overdueDays) ?? standard.overdueDays,
            engagementWindowDays: wholeNumber(.engagementDays) ?? standard.engagementWindowDays)
    }

    fileprivate func gradeRules(_ weights: Weights) throws -> GradeRules {
        let standard = GradeRules.standard
        var fixed = standard.fixed
        for component in Component.each {
            fixed[component] = try cutPoints(.threshold(component)) ?? fixed[component]
        }
        return try GradeRules(
            weights: weights,
            knownWeightMinimum: wholeNumber(.knownWeight) ?? standard.knownWeightMinimum,
            smallBaseLimit: wholeNumber(.smallBase) ?? standard.smallBaseLimit,
            percentiles: cutPoints(.percentiles) ?? standard.percentiles,
            fixed: fixed,
            fixedComposite: cutPoints(.compositeThreshold) ?? standard.fixedComposite)
    }

    fileprivate func currency() throws -> String? {
        guard let text = text(.currency) else { return nil }
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw problem(.currency, "\"\(text)\" is not three capital letters, such as GBP")
        }
        return text
    }

    /// A rule's name is the last word of the setting's key.
    fileprivate func problem(_ error: RuleError) -> SettingError {
        func setting(_ name: String) -> Setting? {
            Setting.all.first { $0.path.first == "scoring" && $0.path.last == name }
        }
        switch error {
        case .outOfRange(let name, let value, let allowed):
            guard let setting = setting(name) else { break }
            return problem(setting, "\(value) is out of range; allowed is \(allowed)")
        case .cutPointsOutOfOrder(let name):
            guard let setting = setting(name) else { break }
            return problem(setting, "the numbers must run from worse to better")
        case .unknownComponent, .repeatedComponent, .notANumber, .notAWeight, .weightsDoNotAddUp:
            break
        }
        return SettingError("scoring: \(error)")
    }
}
