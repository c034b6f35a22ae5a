import ProtocolWords
import ReplyReading

/// What a code means for somebody who knows no codes.
extension ReplyCode {
    /// A new code has its words here: the switch names all of them.
    var words: String {
        switch self {
        case .done, .written, .block, .signedIn: "done"
        case .repeated: "it was stored before"
        case .bye, .shuttingDown: "the server is stopping"
        case .nobody: "nobody has this number"
        case .noCustomer: "no such customer"
        case .noReference: "no such complaint"
        case .noLink: "the number is in the customer's own list: have it corrected there"
        case .referenceTaken: "its number is taken by another record"
        case .noCall: "the server does not know this call"
        case .withheld, .notASubscriber, .unreadableNumber: "this is no number that can be used"
        case .busy: "the server is busy; press Enter to try again"
        case .tooManyConnections: "too many are connected to the server"
        case .tooManyWatchers: "too many consoles of this agent are open: close one"
        case .shareUsedUp: "too much was asked in one minute; try again in the next one"
        case .questionTooLong: "the database took too long; try again"
        case .databaseUnavailable: "the database cannot be read now; press Enter to try again"
        case .notStored: "the database did not take it; press Enter to try again"
        case .notSignedIn: "the server wants to know who you are: see screenpop console --help"
        case .notPermitted: "you may not do that; ask your supervisor"
        case .wrongToken: "the server does not take your name and token"
        case .silentTooLong, .tooSlow, .unfinishedTooLong, .tooMuchMemory, .foreignProtocol:
            "the server has closed the connection"
        case .unknownVerb: "this server is older than the console and cannot do that"
        case .missingArgument, .tooManyArguments, .badArgument:
            "the server does not take it in this form"
        case .lineTooLong: "a line of it is too long"
        case .notText: "it holds a character that cannot be stored"
        case .unfinishedLine, .unfinishedBlock: "it did not reach the server as a whole"
        case .cardNumber: "it holds the number of a payment card: take that out"
        case .blockTooLong: "the text is too long"
        }
    }
}

extension Reply {
    /// Words for the agent, of a refusal by a later server too.
    var words: String {
        switch meaning {
        case .noCustomer:
            let account = fields["account"] ?? fields["id"].map { "#\($0)" }
            return account.map { "no customer has the account \($0)" }
                ?? ReplyCode.noCustomer.words
        case .notStored:
            return "the database says \(fields["reason"] ?? "failed"); press Enter to try again"
        case let meaning?: return meaning.words
        case nil: return "the server says \(text[0])"
        }
    }
}
