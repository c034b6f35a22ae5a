/// What a client makes of a code that it does not know: the first digit tells.
extension ReplyCode {
    /// Codes of replies that say: done.
    public static let doneNumbers: Range<UInt16> = 200..<300
    /// Codes of replies that say: not done.
    public static let refusalNumbers: Range<UInt16> = 400..<600

    /// Nothing is wrong with the request; the same one may succeed a moment later.
    public var isForNow: Bool { self == .busy || self == .databaseUnavailable }

    /// The server closes the connection and says why; the line answers no request.
    public var isFarewell: Bool {
        switch self {
        case .tooManyConnections, .silentTooLong, .shuttingDown, .tooSlow, .unfinishedTooLong,
            .tooMuchMemory:
            true
        default: false
        }
    }
}
