import Customers

/// Reads what networks and people deliver for a phone number.
///
/// A value without state: any thread may use it, also while others do. libphonenumber's data is
/// built once, under `pthread_once`, and constant afterwards; its only mutable part, the cache of
/// compiled patterns, has its own mutex (`CPhoneNumber.h` says more).
///
/// Everything is decided by form and length: "possible" is the test, not "in use", because plans
/// change faster than our copy of them.
///
/// - Source: `Sources/DECISIONS.md`, "Numbers".
public struct NumberReader: Sendable {
    public let plan: NumberingPlan

    /// The first reader of a process loads the library's data, 4 to 80 ms: make it at start.
    public init(plan: NumberingPlan = NumberingPlan()) {
        precondition(NumberingData.isInUse, "libphonenumber does not read our numbering plans")
        self.plan = plan
        _ = CountryCodes.hasTrunkZero(0)
    }

    /// Reads a caller ID or the argument of a lookup.
    ///
    /// The canonical spelling is taken as it stands, without asking the library: the variants of a
    /// number cover what could be wrong with it.
    public func read(_ received: Span<UInt8>, on line: LineSettings) -> Reading {
        var steps = NoSteps()
        return read(received, on: line, for: .call, steps: &steps)
    }

    /// The same from a text.
    public func read(_ received: String, on line: LineSettings) -> Reading {
        read(Array(received.utf8).span, on: line)
    }

    /// Reads a number that is to be stored: the canonical spelling is held against its country's
    /// plan too, so that a number that cannot exist is reported when it is entered.
    ///
    /// What is stored decides who pops up for years: digits without a `+` never become a number of
    /// another country than the line's.
    public func readEntered(_ entered: String, on line: LineSettings) -> Reading {
        var steps = NoSteps()
        return read(Array(entered.utf8).span, on: line, for: .storing, steps: &steps)
    }

    /// What a reading is for.
    enum Purpose {
        case call, storing
    }

    /// `read`, with every step it took.
    public func trace(
        _ received: Span<UInt8>, on line: LineSettings
    ) -> (reading: Reading, steps: [ReadingStep]) {
        var list = StepList()
        let reading = read(received, on: line, for: .call, steps: &list)
        return (reading, list.steps)
    }

    private func read(
        _ received: Span<UInt8>, on line: LineSettings, for purpose: Purpose,
        steps: inout some StepRecorder
    ) -> Reading {
        if let number = PhoneNumber(canonical: received) {
            let isWithheld = plan.withheld.contains(number)
            if isWithheld || purpose == .call {
                let reading = isWithheld ? Reading.withheld : .number(ReadNumber(number))
                steps.note(.received, number.description)
                steps.note(.rule, isWithheld ? "a number for withheld" : number.asItStands)
                steps.note(.result, reading.description)
                return reading
            }
        }
        do {
            steps.note(.received, received.extracting(first: ReceivedText.byteLimit).text)
            let text = try ReceivedText.clean(received)
            steps.note(.cleaned, text[...].text)
            let reading = try read(cleaned: text, on: line, for: purpose, steps: &steps)
            steps.note(.result, reading.description)
            return reading
        } catch {
            steps.note(.result, Reading.unreadable(error).description)
            return .unreadable(error)
        }
    }

    private func read(
        cleaned text: [UInt8], on line: LineSettings, for purpose: Purpose,
        steps: inout some StepRecorder
    ) throws(Unreadable) -> Reading {
        guard !isWithheld(text[...], steps: &steps) else { return .withheld }
        let address = try CallerAddress(text)
        if address.user.count < text.count {
            steps.note(.address, address.user.text)
            guard !isWithheld(address.user, steps: &steps) else { return .withheld }
        }
        let user = line.accessCode?.withoutPause(address.user) ?? address.user
        var parts = try NumberText(user, steps: &steps)
        if let digits = address.extensionDigits {
            try parts.setExtension(digits, steps: &steps)
        }
        guard !isWithheld(parts.number, steps: &steps) else { return .withheld }
        var dial = try DialString(parts.number)
        if let context = address.context, !dial.hasPlus {
            steps.note(.phoneContext, context.text)
            dial.prepend(context: try DialString(context).digits)
        }
        let reading = try decide(
            dial, extension: parts.extensionDigits?.text, on: line, for: purpose, steps: &steps)
        guard case .number(let read) = reading else { return reading }
        // Not only as spelled, but also behind an international prefix.
        guard read.isNational || !plan.withheld.contains(read.number) else { return .withheld }
        let hasOther = parts.hasSecondNumber && purpose == .storing
        return hasOther ? .number(read.with(.firstOfTwo)) : reading
    }

    private func isWithheld(_ text: ArraySlice<UInt8>, steps: inout some StepRecorder) -> Bool {
        guard plan.withheld.contains(text) else { return false }
        steps.note(.rule, "one of the words for withheld")
        return true
    }

    /// The number as dialled, for the tiers that try it in other countries.
    ///
    /// - Returns: `nil` unless `received` has the form of a number without country.
    func bareDigits(of received: Span<UInt8>) -> [UInt8]? {
        var steps = NoSteps()
        do {
            let text = try ReceivedText.clean(received)
            let address = try CallerAddress(text)
            let parts = try NumberText(address.user, steps: &steps)
            let dial = try DialString(parts.number)
            return dial.hasPlus || address.context != nil ? nil : dial.digits
        } catch {
            return nil
        }
    }
}

extension Span<UInt8> {
    /// The bytes as text, wrong UTF-8 replaced.
    fileprivate var text: String {
        var bytes: [UInt8] = []
        for index in indices { bytes.append(self[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension PhoneNumber {
    /// What there is to say of a number that was taken as it stands.
    fileprivate var asItStands: String {
        let outside = problem == nil ? "" : ", though outside the plan of its country"
        return "canonical, as it stands\(outside)"
    }
}

extension Reading: CustomStringConvertible {
    /// For traces: `+442079460958 ext 45`, `withheld`, `unreadable too-short`.
    public var description: String {
        switch self {
        case .number(let read):
            read.extension.map { "\(read.number) ext \($0)" } ?? read.number.description
        case .withheld: "withheld"
        case .shortCode(let digits): "short-code \(digits)"
        case .internalExtension(let digits): "extension \(digits)"
        case .unreadable(let problem): "unreadable \(problem.reason.word)"
        }
    }
}
