/// What Asterisk is told, in the form in which it has asked.
public protocol GatewayAnswer {
    /// As commands of a script, to be sent in one piece, the connection ended behind them.
    var commands: [UInt8] { get }
    /// As one line `STATUS=FOUND&VALUE=5&...`, which `CURL` with `hashcompat` makes a `HASH` of.
    var form: [UInt8] { get }
}

/// What becomes of word that something has happened to a call. It leaves all variables alone.
public enum EventAnswer: String, GatewayAnswer, CaseIterable, Sendable {
    case done = "DONE"
    /// There is no such call, or it is not at this agent.
    case unknown = "UNKNOWN"
    case busy = "BUSY"
    case error = "ERROR"

    public var commands: [UInt8] {
        var writer = CommandWriter()
        writer.verbose("screenpop \(rawValue)")
        return writer.bytes
    }

    public var form: [UInt8] {
        var writer = FormWriter()
        writer.set("STATUS", rawValue)
        return writer.line
    }
}
