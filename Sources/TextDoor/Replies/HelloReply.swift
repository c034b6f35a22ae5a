import ProtocolWords
import WireProtocol

extension ReplyWriter {
    /// Which server this is, what it can do, and its limits.
    mutating func hello() {
        beginBlock()
        serverFields()
        for feature in Feature.allCases {
            line("feature")
            field("name", word: feature.rawValue)
        }
        for limit in Limits.all {
            line("limit")
            field("name", word: limit.name)
            field("value", limit.value)
            field("unit", word: limit.unit)
        }
        endBlock()
    }
}
