import ProtocolWords

/// What a reply to `LOOKUP` comes to.
enum ReplyKind: Equatable {
    case found
    case notFound
    /// A code that says that the server could not or would not look it up.
    case error
    /// No reply to this request.
    case wrong

    /// - Parameters:
    ///   - line: without its line ending.
    ///   - subject: the number that the reply must repeat.
    ///   - tape: where it lies.
    init(_ line: Span<UInt8>, subject: Range<Int>?, on tape: [UInt8]) {
        guard let code = Self.code(line) else {
            self = .wrong
            return
        }
        switch ReplyCode(rawValue: code) {
        case .done?: self = Self.repeats(subject, tape, line) ? .found : .wrong
        case .nobody?: self = Self.repeats(subject, tape, line) ? .notFound : .wrong
        case .withheld?, .notASubscriber?, .unreadableNumber?: self = .notFound
        default: self = ReplyCode.refusalNumbers.contains(code) ? .error : .wrong
        }
    }

    /// In another language: every reply begins with `prefix`, and has the key.
    init(_ reply: Span<UInt8>, key: Range<Int>, on tape: [UInt8], prefix: [UInt8]) {
        let isRight =
            reply.count >= prefix.count && prefix.indices.allSatisfy { reply[$0] == prefix[$0] }
            && Self.has(key, tape, reply)
        self = isRight ? .found : .wrong
    }

    /// From the end on: of several keys it is the last.
    private static func has(_ key: Range<Int>, _ tape: [UInt8], _ reply: Span<UInt8>) -> Bool {
        var start = reply.count - key.count
        while start >= 0 {
            if reply[start] == tape[key.lowerBound] {
                var length = 1
                while length < key.count, reply[start + length] == tape[key.lowerBound + length] {
                    length += 1
                }
                if length == key.count { return true }
            }
            start -= 1
        }
        return false
    }

    /// Three digits and a space.
    private static func code(_ line: Span<UInt8>) -> UInt16? {
        guard line.count >= 4, line[3] == UInt8(ascii: " ") else { return nil }
        var code: UInt16 = 0
        for index in 0..<3 {
            let digit = line[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            code = code * 10 + UInt16(digit)
        }
        return code
    }

    private static func hasSubject(_ line: Span<UInt8>) -> Bool {
        line.count > 5 && line[4] == UInt8(ascii: "+")
    }

    /// Whether the word behind the code is `subject`; any number where there is none.
    private static func repeats(
        _ subject: Range<Int>?, _ tape: [UInt8], _ line: Span<UInt8>
    ) -> Bool {
        guard let subject else { return hasSubject(line) }
        let end = 4 + subject.count
        guard line.count == end || (line.count > end && line[end] == UInt8(ascii: " ")) else {
            return false
        }
        for place in 4..<end where line[place] != tape[subject.lowerBound + place - 4] {
            return false
        }
        return true
    }
}
