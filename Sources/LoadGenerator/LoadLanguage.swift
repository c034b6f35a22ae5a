import ProtocolWords

/// How a kind of server is asked, and what its replies are like.
public struct LoadLanguage: Sendable {
    /// Where a reply ends.
    public enum Framing: String, CaseIterable, Sendable {
        /// With its line.
        case line
        /// As Redis says: behind `$LENGTH` and so many bytes.
        case resp
        /// As memcached says: behind `VALUE`, each with so many bytes, with `END`.
        case memcache
    }

    enum Part: Equatable {
        case text([UInt8])
        case key
        /// The key's length in bytes.
        case length
    }

    /// `LOOKUP`, each reply to which has a code and repeats the number.
    public static let screenpop = LoadLanguage(
        template: #"LOOKUP {key}\r\n"#, framing: .line, prefix: nil,
        keyByteLimit: Limits.requestLineBytes - 24)
    /// Of several keys with spaces between them, in bytes.
    private static let keysByteLimit = 64 * 1024

    let parts: [Part]
    let framing: Framing
    /// What every reply begins with, which must also have the key, of several the last one;
    /// `nil`: it has a code of screenpopd.
    let prefix: [UInt8]?
    let keyByteLimit: Int

    /// - Parameters:
    ///   - template: a request, where `{key}`, `{len}`, `\r` and `\n` stand for what they say.
    ///   - prefix: what every reply begins with.
    public init(template: String, framing: Framing, prefix: String) {
        self.init(
            template: template, framing: framing, prefix: Array(prefix.utf8),
            keyByteLimit: Self.keysByteLimit)
    }

    private init(template: String, framing: Framing, prefix: [UInt8]?, keyByteLimit: Int) {
        parts = Self.parts(of: template)
        self.framing = framing
        self.prefix = prefix
        self.keyByteLimit = keyByteLimit
    }

    private static func parts(of template: String) -> [Part] {
        let words: [(String, Part)] = [
            ("{key}", .key), ("{len}", .length), (#"\r"#, .text([0x0D])), (#"\n"#, .text([0x0A])),
        ]
        var parts: [Part] = []
        var rest = template[...]
        while let first = rest.utf8.first {
            let known = words.first { rest.hasPrefix($0.0) }
            let part = known?.1 ?? .text([first])
            if case .text(let more) = part, case .text(let text)? = parts.last {
                parts[parts.count - 1] = .text(text + more)
            } else {
                parts.append(part)
            }
            rest = Substring(rest.utf8.dropFirst(known?.0.utf8.count ?? 1))
        }
        return parts
    }
}

extension LoadLanguage.Framing {
    /// The length of the reply that the bytes begin with.
    ///
    /// - Returns: 0 while it is not whole, `nil` when it is none of this framing.
    func replyLength(_ bytes: Span<UInt8>) -> Int? {
        switch self {
        case .line: Self.lineEnd(bytes, from: 0) ?? 0
        case .resp: Self.redisLength(bytes)
        case .memcache: Self.memcacheLength(bytes)
        }
    }

    /// Behind the newline.
    private static func lineEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        for index in start..<max(start, bytes.count) where bytes[index] == 0x0A { return index + 1 }
        return nil
    }

    private static func redisLength(_ bytes: Span<UInt8>) -> Int? {
        if bytes.isEmpty { return 0 }
        guard bytes[0] == UInt8(ascii: "$") else { return nil }
        guard let end = lineEnd(bytes, from: 0) else { return 0 }
        // `$-1`: not there.
        guard end > 3, let length = decimal(bytes.extracting(1..<(end - 2))) else { return end }
        return end + length + 2 <= bytes.count ? end + length + 2 : 0
    }

    private static func memcacheLength(_ bytes: Span<UInt8>) -> Int? {
        let word = Array("VALUE ".utf8)
        var start = 0
        while let end = lineEnd(bytes, from: start) {
            let line = bytes.extracting(start..<end)
            guard line.count > 6, word.indices.allSatisfy({ line[$0] == word[$0] }) else {
                return end  // END.
            }
            var digits = end - 2
            while bytes[digits - 1] != UInt8(ascii: " ") { digits -= 1 }
            guard let length = decimal(bytes.extracting(digits..<(end - 2))) else { return nil }
            start = end + length + 2
        }
        return 0
    }

    private static func decimal(_ digits: Span<UInt8>) -> Int? {
        guard (1...9).contains(digits.count) else { return nil }
        var number = 0
        for index in digits.indices {
            let digit = Int(digits[index]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            number = number * 10 + digit
        }
        return number
    }
}
