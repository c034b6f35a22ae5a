/// The events that anything is made of, by the names that Asterisk has for them.
enum EventKind: String, CaseIterable {
    case newChannel = "Newchannel"
    case newCallerID = "NewCallerid"
    case rename = "Rename"
    case dialBegin = "DialBegin"
    case dialEnd = "DialEnd"
    case bridgeEnter = "BridgeEnter"
    case bridgeLeave = "BridgeLeave"
    case attendedTransfer = "AttendedTransfer"
    case hangUpRequest = "HangupRequest"
    case hangUp = "Hangup"
    /// One channel of the list that was asked for.
    case listed = "CoreShowChannel"
    case listComplete = "CoreShowChannelsComplete"
    case shutdown = "Shutdown"

    /// Their names in bytes: an event that nothing is made of becomes no `String`.
    static let known = allCases.map { (kind: $0, name: Array($0.rawValue.utf8)) }
}
