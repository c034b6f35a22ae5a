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
        let inner = received.extracting(received.withoutOuterTabs)
        guard let text = try? UTF8Span(validating: inner) else { throw Unreadable(.notUTF8) }
        var scalars = text.makeUnicodeScalarIterator()
        while let scalar = scalars.next() {
            switch meaning(of: scalar) {
            case .ascii(let byte): cleaned.append(byte)
            case .nothing: continue
            case .itself: cleaned.append(contentsOf: lowercased(scalar))
            case .control: throw Unreadable(.controlCharacter)
            }
        }
        let isQuote: (UInt8) -> Bool = {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
        }
        var trimmed = cleaned[...].trimmed(while: isQuote)
        // `="+44..."` and `=+44...`, as exports guard what a spreadsheet would take for a formula.
        if trimmed.first == UInt8(ascii: "=") {
            trimmed = trimmed.dropFirst().trimmed(while: isQuote)
        }
        trimmed = trimmed.withoutDecimalPlaces
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
        case 0x2018, 0x2019: .ascii(UInt8(ascii: "'"))
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

extension Span<UInt8> {
    /// What lies between tabs and carriage returns at either end: exports put them there, so that
    /// a spreadsheet does not take a plus for a formula.
    fileprivate var withoutOuterTabs: Range<Int> {
        var range = indices
        while let first = range.first, self[first].isTab { range.removeFirst() }
        while let last = range.last, self[last].isTab { range.removeLast() }
        return range
    }
}

extension UInt8 {
    fileprivate var isTab: Bool { self == 0x09 || self == 0x0D }
}

extension ArraySlice<UInt8> {
    /// The fewest digits that a spreadsheet's column of numbers is taken to be telephones from.
    private static var floatDigitMinimum: Int { 6 }

    /// `7700900123` of `7700900123.0`: a column of numbers that went through a spreadsheet.
    fileprivate var withoutDecimalPlaces: ArraySlice<UInt8> {
        let isPoint: (UInt8) -> Bool = { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        guard let point = lastIndex(where: isPoint),
            // Behind a plus, `,0` is a pause and what is dialled after it.
            self[point] == UInt8(ascii: ".") || first?.isDigit == true,
            self[point...].dropFirst().allSatisfy({ $0 == UInt8(ascii: "0") }),
            case let digits = self[..<point],
            (digits.first == UInt8(ascii: "+") ? digits.dropFirst() : digits)
                .allSatisfy(\.isDigit), digits.count >= Self.floatDigitMinimum,
            self[point...].count > 1
        else { return self }
        return digits
    }
}
