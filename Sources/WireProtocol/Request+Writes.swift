import Customers
import ProtocolWords

/// The verbs that store something. Grammar: `Protocol/grammar.abnf`, rule `write`.
extension Request {
    static func note(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let options = try arguments.options(["reference", "agent", "at"])
        return try .write(.note(customer, text: arguments.freeText()), options)
    }

    static func contact(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let channel = try arguments.wordOrQuoted(upTo: Limits.kindBytes)
        let kind = try arguments.wordOrQuoted(upTo: Limits.kindBytes)
        let options = try arguments.options(
            ["reference", "agent", "at", "direction", "subject", "outcome"])
        var direction = ContactTold.Direction.incoming
        if let word = options["direction"] {
            guard let known = ContactTold.Direction(word: word) else { throw .badArgument }
            direction = known
        }
        let contact = ContactTold(
            channel: channel, kind: kind, direction: direction,
            subject: options["subject"] ?? "", outcome: options["outcome"] ?? "",
            text: try arguments.freeText())
        return try .write(.contact(customer, contact), options)
    }

    static func complaint(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        guard !arguments.takeWord("CLOSE") else { return try closeComplaint(&arguments) }
        let customer = try arguments.customer()
        let options = try arguments.options(["reference", "agent", "at"])
        return try .write(.complaint(customer, subject: arguments.optionalText()), options)
    }

    private static func closeComplaint(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let reference = try arguments.wordOrQuoted(upTo: Limits.referenceBytes)
        let options = try arguments.options(["upheld", "agent", "at"])
        return try .write(
            .closeComplaint(
                reference, isUpheld: options.flag("upheld"), resolution: arguments.optionalText()),
            options)
    }

    static func referral(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let options = try arguments.options(["reference", "agent", "at"])
        let party: ReferredParty =
            arguments.isQuotedNext()
            ? .name(try arguments.wordOrQuoted(upTo: Limits.nameBytes))
            : .customer(try arguments.customer())
        return try .write(.referral(customer, party), options)
    }

    static func outage(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        if arguments.takeWord("BEGIN") { return try beginOutage(&arguments) }
        if arguments.takeWord("ADD") { return try addToOutage(&arguments) }
        guard arguments.takeWord("END") else {
            throw arguments.isAtEnd ? .missingArgument : .badArgument
        }
        let reference = try arguments.wordOrQuoted(upTo: Limits.referenceBytes)
        let options = try arguments.options(["agent", "at"])
        return try .write(.endOutage(reference), options)
    }

    private static func beginOutage(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let service = try arguments.wordOrQuoted(upTo: Limits.serviceBytes)
        let options = try arguments.options(["reference", "agent", "at", "planned", "cause"])
        let outage = OutageTold(
            service: service, isPlanned: try options.flag("planned") ?? false,
            cause: options["cause"] ?? "", expectedEnd: try arguments.optionalMoment())
        return try .write(.beginOutage(outage), options)
    }

    private static func addToOutage(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let reference = try arguments.wordOrQuoted(upTo: Limits.referenceBytes)
        let words = try arguments.freeText().split { $0 == " " || $0 == "\n" }
        var customers: [CustomerReference] = []
        for word in words { customers.append(try CustomerReference(parsing: word)) }
        return .write(WriteRequest(.addToOutage(reference, customers)))
    }

    static func override(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let word = try arguments.text()
        let value = Int(word).flatMap { OverallValue($0) }
        guard word == "-" || value != nil else { throw .badArgument }
        let options = try arguments.options(["expires", "agent"])
        let reason = value == nil ? "" : try arguments.freeText()
        return try .write(
            .overrideValue(
                customer, value, reason: reason, expiresAt: options.moment("expires")), options)
    }

    private static func write(_ write: Write, _ options: Options) throws(ReplyCode) -> Request {
        .write(
            WriteRequest(
                write, reference: try options.reference(),
                agent: try options.text("agent", upTo: Limits.agentBytes) ?? "",
                at: try options.moment("at")))
    }
}

extension CustomerReference {
    /// Reads `A1042` or `#17`.
    init(parsing text: some StringProtocol) throws(ReplyCode) {
        if text.first == "#" {
            guard let id = wholeNumber(text.dropFirst()), let small = UInt32(exactly: id), small > 0
            else { throw .badArgument }
            self = .id(CustomerID(small))
        } else {
            guard let account = Account(String(text)) else { throw .badArgument }
            self = .account(account)
        }
    }
}
