extension UInt8 {
    /// Whether this is an ASCII digit.
    var isDigit: Bool { self &- 0x30 <= 9 }

    /// Whether this is a lower-case ASCII letter; `ReceivedText` leaves no others.
    var isLetter: Bool { self &- 0x61 <= 25 }

    /// Whether people put this between the digits of a number and mean nothing by it.
    var isPunctuation: Bool {
        switch self {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// The key of a telephone that carries this letter.
    ///
    /// - Source: ITU-T E.161.
    var keypadDigit: UInt8 {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "c"): UInt8(ascii: "2")
        case UInt8(ascii: "d")...UInt8(ascii: "f"): UInt8(ascii: "3")
        case UInt8(ascii: "g")...UInt8(ascii: "i"): UInt8(ascii: "4")
        case UInt8(ascii: "j")...UInt8(ascii: "l"): UInt8(ascii: "5")
        case UInt8(ascii: "m")...UInt8(ascii: "o"): UInt8(ascii: "6")
        case UInt8(ascii: "p")...UInt8(ascii: "s"): UInt8(ascii: "7")
        case UInt8(ascii: "t")...UInt8(ascii: "v"): UInt8(ascii: "8")
        default: UInt8(ascii: "9")
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without the bytes at both ends for which `isOuter` holds.
    func trimmed(while isOuter: (UInt8) -> Bool) -> Self {
        var rest = drop(while: isOuter)
        while let last = rest.last, isOuter(last) { rest.removeLast() }
        return rest
    }

    func trimmed() -> Self { trimmed { $0 == UInt8(ascii: " ") } }

    func hasPrefix(_ text: String) -> Bool { starts(with: text.utf8) }

    func hasSuffix(_ text: String) -> Bool {
        let length = text.utf8.count
        return count >= length && suffix(length).elementsEqual(text.utf8)
    }

    /// The first place of `byte`.
    func index(of byte: Unicode.Scalar) -> Int? { firstIndex(of: UInt8(ascii: byte)) }

    var text: String { String(decoding: self, as: UTF8.self) }
}
