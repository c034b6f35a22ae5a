public import ProtocolWords

/// Lines that no request has asked for.
extension ReplyWriter {
    /// `* POP`, or an object with the member `push`.
    public mutating func begin(push what: PushWord) {
        buffer.reserve(Self.fixedLineBytes)
        buffer.append(format == .json ? "{\"push\":\"" : "* ")
        buffer.append(what.word)
        shown = sight
        if format == .json { buffer.append("\"") }
    }
}
