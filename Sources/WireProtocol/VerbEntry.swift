/// What `HELP` tells of a verb, and how its requests are written.
struct VerbEntry {
    let summary: StaticString
    let forms: [VerbForm]

    init(_ summary: StaticString, _ forms: VerbForm...) {
        self.summary = summary
        self.forms = forms
    }
}

extension Verb {
    /// One row for each verb.
    var entry: VerbEntry {
        switch self {
        case .lookup:
            VerbEntry(
                "who has this number; any spelling, spaces included; one line",
                .number)
        case .matches:
            VerbEntry(
                "every customer who has this number, with figures; up to 500",
                .number)
        case .why:
            VerbEntry(
                "how the number was read, what was looked for, and who was not taken",
                .number)
        case .card:
            VerbEntry(
                "everything an agent wants to see of a customer at a glance",
                .customer)
        case .history:
            VerbEntry(
                "what happened with a customer, latest first; 20 entries unless told",
                .history)
        case .explain:
            VerbEntry(
                "how the four figures came about: what counts, what does not, and why",
                .customer)
        case .note:
            VerbEntry(
                "stores a note about a customer; the text is the rest of the line",
                .note)
        case .contact: VerbEntry("stores a conversation that took place", .contact)
        case .complaint: VerbEntry("opens a complaint, or closes one", .complaint, .closeComplaint)
        case .referral: VerbEntry("stores that a customer has named another party", .referral)
        case .outage:
            VerbEntry(
                "a loss of service begins, touches these customers, or ends",
                .beginOutage, .addToOutage, .endOutage)
        case .override:
            VerbEntry(
                "sets a customer's value by hand, or takes that back",
                .override, .endOverride)
        case .score:
            VerbEntry(
                "computes the thresholds of the value anew; answers when all are scored",
                .bare)
        case .verify:
            VerbEntry(
                "compares the index with the database; answers when all are compared",
                .bare)
        case .help: VerbEntry("the verbs, or one verb", .help)
        case .hello:
            VerbEntry(
                "which server this is, what it can do, and its limits; says who the client is",
                .hello)
        case .auth: VerbEntry("says who this client is, and shows it by a token", .signIn)
        case .act:
            VerbEntry("asks for this client from now on; - is for nobody again", .act)
        case .unmask:
            VerbEntry(
                "shows all of one customer for five minutes, for a reason",
                .unmask)
        case .ping: VerbEntry("answers 200 pong", .bare)
        case .version: VerbEntry("the server's and the protocol's version", .bare)
        case .stats: VerbEntry("load, latency, index and memory, as lines", .bare)
        case .clients: VerbEntry("the connections that are open now", .bare)
        case .ring:
            VerbEntry(
                "a call rings at an agent; answers like LOOKUP and pops at the agent's consoles",
                .ring)
        case .answer: VerbEntry("an agent has taken a call; the others lose its pop", .callOfAgent)
        case .transfer:
            VerbEntry(
                "a call goes to another agent, and its pop along with it",
                .callOfAgent)
        case .withdraw:
            VerbEntry(
                "a call rings no more at an agent, or the agent has left it; others keep it",
                .callOfAgent)
        case .hangup: VerbEntry("a call has ended; * is all calls of this PBX", .call)
        case .watch:
            VerbEntry(
                "pushes these agents' calls to this connection; * is everybody, - nobody",
                .watch)
        case .link:
            VerbEntry(
                "the caller with this number is this customer; provisional until confirmed",
                .link)
        case .confirm: VerbEntry("makes a provisional link of a number final", .link)
        case .unlink: VerbEntry("takes a link of a number back", .link)
        case .pbx:
            VerbEntry(
                "whose calls this connection names; - nobody's in particular",
                .pbx)
        case .region:
            VerbEntry(
                "the country of this connection's line; without one, the settings",
                .region)
        case .numbers:
            VerbEntry(
                "how this line writes numbers; or stored numbers that are bad or changed",
                .numbers)
        case .access:
            VerbEntry(
                "what stands before numbers from outside on this line; - is nothing",
                .access)
        case .format:
            VerbEntry(
                "how this connection wants its replies; JSON is one object a line",
                .format)
        case .quit: VerbEntry("ends the connection after the replies are out", .bare)
        }
    }
}
