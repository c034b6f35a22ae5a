import Customers
import ProtocolWords

/// The verbs that store something. Grammar: `Protocol/grammar.abnf`, rule `write`.
extension Request {
    static func note(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let options = try arguments.options(of: .note)
        return try .write(.note(customer, text: arguments.freeText()), options)
    }

    static func contact(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let channel = try arguments.wordOrQuoted(upTo: Limits.kindBytes)
        let kind = try arguments.wordOrQuoted(upTo: Limits.kindBytes)
        let options = try arguments.options(of: .contact)
        let direction = options.text(.direction).flatMap { ContactTold.Direction(word: $0) }
        let contact = ContactTold(
            channel: channel, kind: kind, direction: direction ?? .incoming,
            subject: options.text(.subject) ?? "", outcome: options.text(.outcome) ?? "",
            text: try arguments.freeText())
        return .write(.contact(customer, contact), options)
    }

    static func complaint(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        guard !arguments.takeWord("CLOSE") else { return try closeComplaint(&arguments) }
        let customer = try arguments.customer()
        let options = try arguments.options(of: .complaint)
        return try .write(.complaint(customer, subject: arguments.optionalText()), options)
    }

    private static func closeComplaint(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let reference = try arguments.storedReference()
        let options = try arguments.options(of: .closeComplaint)
        return try .write(
            .closeComplaint(
                reference, isUpheld: options.flag(.upheld), resolution: arguments.optionalText()),
            options)
    }

    static func referral(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let options = try arguments.options(of: .referral)
        let party: ReferredParty =
            arguments.isQuotedNext()
            ? .name(try arguments.wordOrQuoted(upTo: Limits.nameBytes))
            : .customer(try arguments.customer())
        return .write(.referral(customer, party), options)
    }

    static func outage(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        if arguments.takeWord("BEGIN") { return try beginOutage(&arguments) }
        if arguments.takeWord("ADD") { return try addToOutage(&arguments) }
        guard arguments.takeWord("END") else {
            throw arguments.isAtEnd ? .missingArgument : .badArgument
        }
        let reference = try arguments.storedReference()
        let options = try arguments.options(of: .endOutage)
        return .write(.endOutage(reference), options)
    }

    private static func beginOutage(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let service = try arguments.wordOrQuoted(upTo: Limits.serviceBytes)
        let options = try arguments.options(of: .beginOutage)
        let outage = OutageTold(
            service: service, isPlanned: options.flag(.planned) ?? false,
            cause: options.text(.cause) ?? "", expectedEnd: try arguments.optionalMoment())
        return .write(.beginOutage(outage), options)
    }

    private static func addToOutage(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let reference = try arguments.storedReference()
        _ = try arguments.options(of: .addToOutage)
        let words = try arguments.freeText().split { $0 == " " || $0 == "\n" }
        var customers: [CustomerReference] = []
        for word in words { customers.append(try CustomerReference(parsing: word)) }
        return .write(WriteRequest(.addToOutage(reference, customers)))
    }

    static func override(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        let customer = try arguments.customer()
        let word = try arguments.requiredWord()
        if word == "-" {
            let options = try arguments.options(of: .endOverride)
            return .write(.overrideValue(customer, nil, reason: "", expiresAt: nil), options)
        }
        guard let value = wholeNumber(word).flatMap({ OverallValue($0) }) else {
            throw .badArgument
        }
        let options = try arguments.options(of: .override)
        let reason = try arguments.freeText()
        return .write(
            .overrideValue(customer, value, reason: reason, expiresAt: options.moment(.expires)),
            options)
    }

    private static func write(_ write: Write, _ options: Options) -> Request {
        .write(
            WriteRequest(
                write, reference: options.text(.reference), agent: options.text(.agent) ?? "",
                at: options.moment(.at)))
    }
}
