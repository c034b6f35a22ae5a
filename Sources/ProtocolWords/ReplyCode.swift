/// The three digits that every reply begins with.
///
/// The number is the contract: once released it never changes its meaning and is never
/// reused. `Protocol/codes.tsv` has the same list with explanations; a test compares them.
public enum ReplyCode: UInt16, Error, CaseIterable, Sendable {
    // 2xx: done.
    case done = 200
    case written = 201
    case repeated = 202
    case block = 210
    case bye = 221
    case signedIn = 230
    // 4xx: nothing wrong with the request's form, but no result.
    case nobody = 404
    case noCustomer = 405
    case noReference = 406
    case noLink = 407
    case referenceTaken = 408
    case noCall = 409
    case withheld = 410
    case notASubscriber = 411
    case unreadableNumber = 412
    case busy = 420
    case tooManyConnections = 421
    case tooManyWatchers = 422
    case questionTooLong = 423
    case shareUsedUp = 424
    case databaseUnavailable = 430
    case notStored = 431
    case notSignedIn = 432
    case notPermitted = 433
    case wrongToken = 434
    case silentTooLong = 440
    case shuttingDown = 441
    case tooSlow = 442
    case unfinishedTooLong = 443
    case tooMuchMemory = 444
    // 5xx: the request was not understood.
    case unknownVerb = 500
    case missingArgument = 501
    case tooManyArguments = 502
    case badArgument = 503
    case lineTooLong = 504
    case notText = 505
    case unfinishedLine = 506
    case unfinishedBlock = 507
    case blockTooLong = 508
    case foreignProtocol = 509
    case cardNumber = 510

    /// What follows the code where the reply has no fields: ASCII, for people, may improve.
    public var text: StaticString {
        switch self {
        case .done: "done"
        case .written: "stored"
        case .repeated: "stored before, nothing was done"
        case .block: "lines follow"
        case .bye: "goodbye"
        case .signedIn: "signed in"
        case .nobody: "nobody has this number"
        case .noCustomer: "no such customer"
        case .noReference: "no such reference"
        case .noLink: "no such link"
        case .referenceTaken: "another record has this reference, nothing was stored"
        case .noCall: "no such call"
        case .withheld: "number withheld"
        case .notASubscriber: "not a subscriber's number"
        case .unreadableNumber: "number cannot be read"
        case .busy: "too many requests are waiting, try again"
        case .tooManyConnections: "too many connections, try again"
        case .tooManyWatchers: "too many watchers"
        case .questionTooLong: "the answer took too long and was broken off"
        case .shareUsedUp: "this client or its address has used up its share"
        case .databaseUnavailable: "the database cannot be read now, try again"
        case .notStored: "the database did not take it, nothing was stored"
        case .notSignedIn: "sign in first"
        case .notPermitted: "not permitted"
        case .wrongToken: "wrong name or token"
        case .silentTooLong: "no request came, closing"
        case .shuttingDown: "the server is stopping"
        case .tooSlow: "pushed lines were not taken, closing"
        case .unfinishedTooLong: "the request was not ended in time, closing"
        case .tooMuchMemory: "memory is used up and this connection takes most of it, closing"
        case .unknownVerb: "unknown verb, HELP lists the verbs"
        case .missingArgument: "an argument is missing, HELP shows the shape"
        case .tooManyArguments: "too many arguments, HELP shows the shape"
        case .badArgument: "an argument has the wrong form, HELP shows the shape"
        case .lineTooLong: "the line is longer than 1024 bytes"
        case .notText: "the line is not UTF-8 text or holds a control character"
        case .unfinishedLine: "the last line has no line ending and was not carried out"
        case .unfinishedBlock: "the last block has no line with a dot and was not carried out"
        case .blockTooLong: "the text is longer than 16384 bytes"
        case .cardNumber: "the text holds the number of a payment card, nothing was stored"
        case .foreignProtocol: "this is neither HTTP nor TLS, closing"
        }
    }
}
