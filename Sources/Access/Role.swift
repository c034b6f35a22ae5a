/// What kind of client somebody is; the words stand in the access file and in `AUTH`'s reply.
public enum Role: String, CaseIterable, Sendable {
    /// A telephony system: asks who calls, and says what becomes of calls.
    case telephony
    /// A person who takes calls, and whose screens show them.
    case agent
    /// A person who answers for agents.
    case supervisor
    /// Whoever looks whether the service works: sees neither names nor whole numbers.
    case diagnostic
    /// May do everything.
    case admin
    /// A program that asks for others: may do nothing but become one of them.
    case gateway
}

extension Role {
    /// What such a client may ask for.
    public var permissions: Permissions {
        switch self {
        case .telephony: [.session, .line, .lookUp, .matches, .calls, .endAllCalls]
        case .agent: [.session, .line, .lookUp, .matches, .calls, .read, .record, .watch]
        case .supervisor:
            [
                .session, .line, .lookUp, .matches, .calls, .read, .record, .watch, .watchEverybody,
                .decide, .explainNumbers, .observe,
            ]
        case .diagnostic: [.session, .line, .lookUp, .explainNumbers, .observe]
        case .admin: Permissions.everything.subtracting(.act)
        case .gateway: [.session, .act]
        }
    }

    /// What such a client sees unless the list says otherwise.
    public var sight: Sight {
        switch self {
        case .telephony: [.numbers, .account, .operations]
        case .agent, .supervisor, .admin: .everything
        case .diagnostic: [.account, .operations]
        case .gateway: []
        }
    }
}
