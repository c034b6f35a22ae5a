/// Something that the agent writes down, tied to the customer and the call it was begun for.
struct Form: Equatable {
    enum Kind: Equatable, Codable {
        case contact
        case note
        case complaint
        case closeComplaint(reference: String, subject: String)
        case referral
        /// Join the number of an unknown caller with an account.
        case link(number: String)
        /// The card is somebody else's; `number` is `nil` where the caller shows none.
        case correct(number: String?)
        case find

        /// Whether something is written down: what is only looked for is not worth keeping.
        var isText: Bool {
            switch self {
            case .contact, .note, .complaint, .closeComplaint, .referral: true
            case .link, .correct, .find: false
            }
        }

        var isLink: Bool { if case .link = self { true } else { false } }
    }

    /// What a field is for; the words that the server wants are found by it.
    enum Purpose: String {
        case channel, direction, kind, outcome, upheld, isAccount, correction
        case question, text, account
    }

    struct Field: Equatable {
        enum Content: Equatable {
            case text(TextInput)
            /// Words to choose from, and which one it is.
            case choice([String], Int)
        }

        let label: String
        let purpose: Purpose
        var content: Content

        var isText: Bool { if case .text = content { true } else { false } }
        var hasLines: Bool { if case .text(let input) = content { input.hasLines } else { false } }

        var text: String {
            switch content {
            case .text(let input): input.text
            case .choice(let words, let index): words[index]
            }
        }
    }

    enum State: Equatable {
        case typing
        /// Sent, and no reply yet.
        case sending
        case failed(String)
    }

    let id: Int
    let kind: Kind
    /// The call during which it was begun.
    let callID: String?
    /// `nil`: nobody knows yet who calls.
    var customer: Customer?
    /// The write's own name: sent twice, it is stored once.
    private(set) var reference: String
    private(set) var fields: [Field]
    private(set) var focus: Int
    var state = State.typing

    init(id: Int, kind: Kind, callID: String?, customer: Customer?, reference: String) {
        self.id = id
        self.kind = kind
        self.callID = callID
        self.customer = customer
        self.reference = reference
        fields = Self.fields(of: kind)
        focus = fields.firstIndex { $0.isText } ?? 0
    }

    subscript(purpose: Purpose) -> String {
        fields.first { $0.purpose == purpose }?.text ?? ""
    }

    /// Takes another name: that one is somebody else's.
    mutating func rename(_ reference: String) { self.reference = reference }

    /// Whether something would be lost.
    var hasText: Bool {
        fields.contains { if case .text(let input) = $0.content { !input.isEmpty } else { false } }
    }

    /// `CONTACT with Acme Ltd (A1042)`
    var title: String {
        let whom = customer?.title ?? "the caller"
        return switch kind {
        case .contact: "CONTACT with \(whom)"
        case .note: "NOTE about \(whom)"
        case .complaint: "COMPLAINT of \(whom)"
        case .closeComplaint(let reference, _): "CLOSE COMPLAINT \(reference) of \(whom)"
        case .referral: "REFERRAL by \(whom)"
        case .link(let number): "LINK \(number) to an account"
        case .correct: customer.map { "NOT \($0.title)? Who is it?" } ?? "WHO IS IT?"
        case .find: "FIND a customer"
        }
    }

    /// What Enter does at the end.
    var does: String {
        switch kind {
        case .contact, .note, .complaint, .referral: "store"
        case .closeComplaint: "close it"
        case .link: "link"
        case .correct: "go on"
        case .find: "find"
        }
    }

    mutating func move(by step: Int) {
        focus = (focus + step + fields.count) % fields.count
    }

    var isAtLastField: Bool { focus == fields.count - 1 }

    /// - Returns: whether it was a key of the field in which the cursor is.
    mutating func take(_ key: Key) -> Bool {
        switch fields[focus].content {
        case .text(var input):
            // Taken out meanwhile, so that a long text is changed in place.
            fields[focus].content = .choice([], 0)
            let before = input.byteCount
            let isTaken = input.take(key)
            if input.byteCount != before, case .failed = state { state = .typing }
            fields[focus].content = .text(input)
            return isTaken
        case .choice(let words, let index):
            guard let next = Self.choice(words, index, key) else { return false }
            fields[focus].content = .choice(words, next)
            return true
        }
    }

    /// Puts what was pasted where the cursor is. All its lines are kept: where the field has none,
    /// what stands behind the first line end goes on in the field that has.
    ///
    /// - Returns: how many scalars did not fit.
    mutating func paste(_ scalars: [Unicode.Scalar]) -> Int {
        if !fields[focus].isText { focus = fields.firstIndex { $0.isText } ?? focus }
        guard case .text(let input) = fields[focus].content else { return scalars.count }
        if case .failed = state { state = .typing }
        let long = fields.firstIndex { $0.hasLines }
        guard !input.hasLines, let long, let end = scalars.firstIndex(of: "\n") else {
            return insert(scalars[...])
        }
        let left = insert(scalars[..<end])
        let rest = scalars[(end + 1)...]
        guard rest.contains(where: { !$0.properties.isWhitespace }) else { return left }
        focus = long
        return left + insert(rest)
    }

    private mutating func insert(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        guard case .text(var input) = fields[focus].content else { return scalars.count }
        fields[focus].content = .choice([], 0)
        let left = input.insert(scalars)
        fields[focus].content = .text(input)
        return left
    }

    /// Puts texts and choices into the fields.
    mutating func fill(_ text: (Purpose) -> String?) {
        for index in fields.indices {
            guard let text = text(fields[index].purpose) else { continue }
            switch fields[index].content {
            case .text(let input):
                let filled = TextInput(
                    byteLimit: input.byteLimit, hasLines: input.hasLines, text: text)
                fields[index].content = .text(filled)
            case .choice(let words, let old):
                fields[index].content = .choice(words, words.firstIndex(of: text) ?? old)
            }
        }
    }

    /// Arrows and space go on, a letter goes to the next word that begins with it.
    private static func choice(_ words: [String], _ index: Int, _ key: Key) -> Int? {
        switch key {
        case .left: return (index + words.count - 1) % words.count
        case .right, .character(" "): return (index + 1) % words.count
        case .character(let scalar):
            let letter = Character(scalar).lowercased()
            let order = words.indices.map { (index + 1 + $0) % words.count }
            return order.first { words[$0].lowercased().hasPrefix(letter) } ?? index
        default: return nil
        }
    }
}

/// What each kind of form asks.
extension Form {
    /// Bytes of a field that stands on the request line, where quotation marks may double it.
    static let shortBytes = 300
    /// Bytes of a text that goes in a block; below the server's `blockBytes`.
    static let textBytes = 12_000

    private static func fields(of kind: Kind) -> [Field] {
        switch kind {
        case .contact:
            [
                choice("Channel", .channel, ["phone", "email", "chat", "letter", "visit"]),
                choice("Direction", .direction, ["in", "out"]),
                choice("Kind", .kind, ["question", "request", "order", "fault", "other"]),
                choice(
                    "Outcome", .outcome, ["solved", "answered", "open", "passed-on", "call-back"]),
                text("Question", .question, shortBytes),
                long("Solution"),
            ]
        case .note: [long("Note")]
        case .complaint: [long("About")]
        case .closeComplaint:
            [
                choice("Upheld", .upheld, ["not decided", "yes", "no"]),
                long("Resolution"),
            ]
        case .referral:
            [
                choice("Has named", .isAccount, ["somebody new", "a customer"]),
                text("Name or account", .text, shortBytes),
            ]
        case .link: [text("Account", .account, 64)]
        case .correct(let number):
            (number == nil
                ? []
                : [choice("For", .correction, ["this call only", "this number from now on"])])
                + [text("Account", .account, 64)]
        case .find: [text("Account or number", .account, 250)]
        }
    }

    private static func choice(_ label: String, _ purpose: Purpose, _ words: [String]) -> Field {
        Field(label: label, purpose: purpose, content: .choice(words, 0))
    }

    private static func text(_ label: String, _ purpose: Purpose, _ byteLimit: Int) -> Field {
        Field(label: label, purpose: purpose, content: .text(TextInput(byteLimit: byteLimit)))
    }

    private static func long(_ label: String) -> Field {
        let input = TextInput(byteLimit: textBytes, hasLines: true)
        return Field(label: label, purpose: .text, content: .text(input))
    }
}
