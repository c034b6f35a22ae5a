/// How a header's value is disguised; a header without a rule is left out.
enum HeaderRule: Sendable {
    case plain
    case number
    case person
    case word
    case id
    case channel

    /// Before the names of a channel's headers, where an event tells of several.
    private static let prefixes = [
        "", "Dest", "Target", "Swap", "Orig", "Second", "OrigTransferer", "SecondTransferer",
        "Transferer", "Transferee", "TransferTarget", "LocalOne", "LocalTwo", "DestTransferer",
        "Parkee", "Retriever",
    ]
    private static let ofChannels: [(String, HeaderRule)] = [
        ("Channel", .channel), ("ChannelState", .plain), ("ChannelStateDesc", .plain),
        ("CallerIDNum", .number), ("CallerIDName", .person), ("ConnectedLineNum", .number),
        ("ConnectedLineName", .person), ("Exten", .word), ("Priority", .plain),
        ("Uniqueid", .id), ("Linkedid", .id), ("BridgeUniqueid", .id), ("BridgeType", .plain),
        ("BridgeTechnology", .plain), ("BridgeNumChannels", .plain),
    ]
    private static let ofEvents: [(String, HeaderRule)] = [
        ("Event", .plain), ("Privilege", .plain), ("Response", .plain), ("ActionID", .plain),
        ("EventList", .plain), ("ListItems", .plain), ("Newname", .channel), ("Cause", .plain),
        ("Cause-txt", .plain), ("DialStatus", .plain), ("CID-CallingPres", .plain),
        ("DestType", .plain), ("Result", .plain), ("IsExternal", .plain), ("BridgeId", .id),
        ("Application", .plain), ("Duration", .plain), ("AsteriskVersion", .plain),
        ("LocalOptimization", .plain), ("Shutdown", .plain), ("Restart", .plain),
    ]

    static let all = Dictionary(
        uniqueKeysWithValues: ofEvents
            + prefixes.flatMap { prefix in ofChannels.map { (prefix + $0.0, $0.1) } })
}
