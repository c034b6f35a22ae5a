import ProtocolWords

/// One way in which a verb's request is written: arguments, options, and what follows them.
public struct VerbForm: Sendable {
    /// The words between the verb and the options.
    let arguments: StaticString
    /// What may stand behind them, in any order.
    public let options: [VerbOption]
    /// The words behind the options.
    let rest: StaticString
    /// Whether `rest` may go on in a block.
    public let takesBlock: Bool
    /// Whether `reference` names what is stored already, and so may be longer than what a client
    /// chooses.
    let namesStored: Bool

    init(
        _ arguments: StaticString = "", _ options: [VerbOption] = [], _ rest: StaticString = "",
        takesBlock: Bool = false, namesStored: Bool = false
    ) {
        self.arguments = arguments
        self.options = options
        self.rest = rest
        self.takesBlock = takesBlock
        self.namesStored = namesStored
    }

    /// What a value of an option may be here.
    func kind(of option: VerbOption) -> VerbOption.Kind {
        option == .reference && namesStored
            ? .text(1...Limits.storedReferenceBytes) : option.kind
    }

    /// `NOTE account|#id [agent=A] text`.
    public func shape(of verb: Verb) -> String {
        let options = options.map { "[\($0.rawValue)=\($0.sample)]" }
        return ([verb.rawValue, "\(arguments)"] + options + ["\(rest)"])
            .filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// Every form once; where there are options, the parser asks the form which ones.
extension VerbForm {
    static let bare = Self()
    static let number = Self("number")
    static let customer = Self("account|#id")
    static let history = Self("account|#id", [.reference], "[count]", namesStored: true)
    static let note = Self("account|#id", [.reference, .agent, .at], "text", takesBlock: true)
    static let contact = Self(
        "account|#id channel kind",
        [.reference, .agent, .at, .direction, .subject, .outcome], "text", takesBlock: true)
    static let complaint = Self(
        "account|#id", [.reference, .agent, .at], "[text]", takesBlock: true)
    static let closeComplaint = Self(
        "CLOSE reference", [.upheld, .agent, .at], "[text]", takesBlock: true)
    static let referral = Self(
        "account|#id", [.reference, .agent, .at], "account|#id|name-in-quotes")
    static let beginOutage = Self(
        "BEGIN service", [.reference, .agent, .at, .planned, .cause], "[expected-end]")
    static let addToOutage = Self("ADD reference", [], "account|#id...", takesBlock: true)
    static let endOutage = Self("END reference", [.agent, .at])
    static let override = Self("account|#id 1-5", [.expires, .agent], "reason", takesBlock: true)
    static let endOverride = Self("account|#id -")
    static let link = Self("number account|#id", [.agent])
    static let help = Self("[verb]")
    static let hello = Self("", [.client])
    static let signIn = Self("name token")
    static let act = Self("name|-")
    static let unmask = Self("account|#id reason")
    static let ring = Self("call-id number agent")
    static let callOfAgent = Self("call-id agent")
    static let call = Self("call-id|*")
    static let watch = Self("agent...|*|-")
    static let pbx = Self("[name|-]")
    static let region = Self("[cc|-]")
    static let numbers = Self(
        "[auto|e164|e164-no-plus|national|BAD [count]|CHANGED [count]]")
    static let access = Self("[digits|-]")
    static let format = Self("text|json")
}
