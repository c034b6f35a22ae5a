/// The part of a caller's address that names the caller: the user of a URI, or all of it.
struct CallerAddress {
    /// Cleaned text without scheme, host and parameters.
    private(set) var user: ArraySlice<UInt8>
    /// The value of `;ext=`, or `nil`.
    private(set) var extensionDigits: ArraySlice<UInt8>?
    /// The value of `;phone-context=` where it is a prefix that begins with `+`.
    private(set) var context: ArraySlice<UInt8>?

    /// - Source: RFC 3966 (tel), RFC 3261 §19.1 (sip), §20.10 (a name before the address).
    /// - Parameter text: cleaned.
    init(_ text: [UInt8]) throws(Unreadable) {
        user = Self.insideBrackets(text[...])
        guard let scheme = Self.schemes.first(where: { user.hasPrefix($0) }) else {
            if let host = user.index(of: "@") { user = user[..<host].trimmed() }
            takeParameters()
            return
        }
        user = try Self.decoded(
            user.dropFirst(scheme.utf8.count).trimmed { $0 == UInt8(ascii: "/") })
        if let headers = user.index(of: "?") { user = user[..<headers] }
        if let host = user.index(of: "@") {
            user = user[..<host]
            if let password = user.index(of: ":") { user = user[..<password] }
        } else if scheme.hasPrefix("sip"), user.index(of: ".") != nil {
            throw Unreadable(.notANumber)  // A host without a user.
        }
        takeParameters()
    }

    private static let schemes = [
        "tel:", "sip:", "sips:", "callto:",
        // What messengers and channels of text write before the same number.
        "whatsapp:", "wa:", "sms:", "smsto:", "mms:", "mmsto:", "rcs:", "signal:", "viber:",
        "telegram:", "facetime:", "facetime-audio:", "skype:",
    ]

    /// `"Name" <address>` and `<address>`.
    private static func insideBrackets(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let open = text.index(of: "<"), let close = text[open...].index(of: ">") else {
            return text
        }
        return text[(open + 1)..<close].trimmed()
    }

    /// Undoes `%2B` and its like, then cleans again what came out of it.
    private static func decoded(_ text: ArraySlice<UInt8>) throws(Unreadable) -> ArraySlice<UInt8> {
        guard text.index(of: "%") != nil else { return text }
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(rest.prefix(2).text, radix: 16) else {
                throw Unreadable(.notANumber)
            }
            rest.removeFirst(2)
            bytes.append(value)
        }
        return try ReceivedText.clean(bytes.span)[...]
    }

    /// Cuts `;name=value` off; `;` before a digit is a pause of dialling and stays.
    private mutating func takeParameters() {
        var start = user.startIndex
        while let mark = user[start...].index(of: ";") {
            start = mark + 1
            guard start < user.endIndex, user[start].isLetter else { continue }
            let parameters = user[start...].split(separator: UInt8(ascii: ";"))
            user = user[..<mark].trimmed()
            for parameter in parameters { take(parameter) }
            return
        }
    }

    private mutating func take(_ parameter: ArraySlice<UInt8>) {
        if parameter.hasPrefix("ext=") {
            extensionDigits = parameter.dropFirst("ext=".utf8.count)
        } else if parameter.hasPrefix("phone-context=+") {
            context = parameter.dropFirst("phone-context=".utf8.count)
        }
    }
}
