/// Turns what was received into plain lower-case text, so that the rules after it see one spelling.
enum ReceivedText {
    /// The longest string that is looked at, in bytes; the library's own limit is the same.
    static let byteLimit = 250

    /// - Returns: UTF-8, trimmed, lower case; ASCII wherever Unicode has a digit, letter, space or
    ///   punctuation mark that means the same. What has no such meaning stays.
    static func clean(_ received: Span<UInt8>) throws(Unreadable) -> [UInt8] {
        guard received.count <= byteLimit else { throw Unreadable(.tooManyBytes) }
        var cleaned: [UInt8] = []
        cleaned.reserveCapacity(received.count)
        guard let text = try? UTF8Span(validating: received) else { throw Unreadable(.notUTF8) }
        var scalars = text.makeUnicodeScalarIterator()
        while let scalar = scalars.next() {
            switch meaning(of: scalar) {
            case .ascii(let byte): cleaned.append(byte)
            case .nothing: continue
            case .itself: cleaned.append(contentsOf: lowercased(scalar))
            case .control: throw Unreadable(.controlCharacter)
            }
        }
        let isOuter: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }
        let trimmed = cleaned[...].trimmed(while: isOuter)
        return trimmed.count == cleaned.count ? cleaned : Array(trimmed)
    }

    private enum Meaning {
        case ascii(UInt8)
        case nothing
        case itself
        case control
    }

    private static func meaning(of scalar: Unicode.Scalar) -> Meaning {
        switch scalar.value {
        case 0x41...0x5A: .ascii(UInt8(scalar.value) | 0x20)
        case 0x20...0x7E: .ascii(UInt8(scalar.value))
        case 0...0x9F, 0x2028, 0x2029: .control
        // Full-width forms of ASCII.
        case 0xFF21...0xFF3A: .ascii(UInt8(scalar.value - 0xFEE0) | 0x20)
        case 0xFF01...0xFF5E: .ascii(UInt8(scalar.value - 0xFEE0))
        default: mark(scalar) ?? meaningOfCategory(scalar)
        }
    }

    /// Marks whose category does not tell what people mean by them.
    private static func mark(_ scalar: Unicode.Scalar) -> Meaning? {
        switch scalar.value {
        case 0x2212, 0x30FC: .ascii(UInt8(ascii: "-"))
        case 0x00B7, 0x2022, 0x2024, 0x2027, 0x3002: .ascii(UInt8(ascii: "."))
        case 0x2044, 0x2215: .ascii(UInt8(ascii: "/"))
        case 0x2053, 0x223C, 0x301C: .ascii(UInt8(ascii: "~"))
        case 0x207A, 0xFE62, 0x2795: .ascii(UInt8(ascii: "+"))
        case 0x060C, 0x3001: .ascii(UInt8(ascii: ","))
        // Telephones, and what makes an emoji of a digit.
        case 0x2121, 0x260E, 0x260F, 0x2706, 0x1F4DE, 0x1F4F1, 0xFE0E, 0xFE0F, 0x20E3: .nothing
        default: nil
        }
    }

    private static func meaningOfCategory(_ scalar: Unicode.Scalar) -> Meaning {
        switch scalar.properties.generalCategory {
        case .decimalNumber: .ascii(UInt8(ascii: "0") + UInt8(scalar.properties.numericValue ?? 0))
        case .spaceSeparator: .ascii(UInt8(ascii: " "))
        case .dashPunctuation: .ascii(UInt8(ascii: "-"))
        case .format: .nothing
        case .control: .control
        default: .itself
        }
    }

    private static func lowercased(_ scalar: Unicode.Scalar) -> String.UTF8View {
        scalar.properties.lowercaseMapping.utf8
    }
}
