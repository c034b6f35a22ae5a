/// A caller ID taken apart: the number itself, and what people and networks write around it.
struct NumberText {
    /// The longest extension, in digits.
    static let extensionDigitLimit = 7

    /// What is dialled, punctuation included.
    private(set) var number: ArraySlice<UInt8>
    /// Digits of the extension; `nil` without one.
    private(set) var extensionDigits: ArraySlice<UInt8>?

    /// - Parameter text: cleaned, without scheme, host and parameters.
    init(_ text: ArraySlice<UInt8>, steps: inout some StepRecorder) throws(Unreadable) {
        number = text
        takeLabel(steps: &steps)
        try takeFeatureCode(steps: &steps)
        takePostDial(steps: &steps)
        takeNote(steps: &steps)
        if extensionDigits == nil { try takeExtension(steps: &steps) }
        // Some dial with a closing `#`.
        number = number.trimmed { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "#") }
    }

    /// - Parameter digits: the value of `;ext=`; wins over what the text says.
    mutating func setExtension(
        _ digits: ArraySlice<UInt8>, steps: inout some StepRecorder
    ) throws(Unreadable) {
        guard Self.isExtension(digits) else { throw Unreadable(.notANumber) }
        extensionDigits = digits
        steps.note(.extension, digits.text)
    }

    private static func isExtension(_ digits: ArraySlice<UInt8>) -> Bool {
        (1...extensionDigitLimit).contains(digits.count) && digits.allSatisfy(\.isDigit)
    }

    private static let labels: Set<String> = [
        "call", "cell", "fax", "handy", "home", "m", "mob", "mobile", "office", "ph", "phone", "t",
        "tel", "telephone", "work",
    ]

    /// `Tel. 020 ...`.
    private mutating func takeLabel(steps: inout some StepRecorder) {
        let label = number.prefix(while: \.isLetter)
        guard !label.isEmpty, Self.labels.contains(label.text) else { return }
        number = number.dropFirst(label.count)
            .drop { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") }
        steps.note(.label, label.text)
    }

    /// Codes that begin a number without a mark of their own at the end.
    ///
    /// - Source: NANP vertical service codes, `*67` hides and `*82` shows the caller.
    private static let vertical = ["*67", "*82"]

    /// `#31#020 ...`, `*67 212 ...`: shows or hides the caller, and is no part of the number.
    ///
    /// - Source: 3GPP TS 22.030 §6.5.2: marks, 2 or 3 digits, marks.
    private mutating func takeFeatureCode(steps: inout some StepRecorder) throws(Unreadable) {
        guard let first = number.first, Self.isMark(first) else { return }
        let afterMarks = number.drop(while: Self.isMark)
        let afterCode = afterMarks.drop(while: \.isDigit)
        let rest: ArraySlice<UInt8>
        if let mark = afterCode.first, Self.isMark(mark),
            (2...3).contains(afterMarks.count - afterCode.count)
        {
            rest = afterCode.drop(while: Self.isMark)
        } else if let code = Self.vertical.first(where: { number.hasPrefix($0) }) {
            rest = number.dropFirst(code.utf8.count)
        } else {
            throw Unreadable(.notANumber)
        }
        steps.note(.featureCode, number.dropLast(rest.count).text)
        number = rest.trimmed()
        guard number.contains(where: \.isDigit) else { throw Unreadable(.notANumber) }
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#")
    }

    /// `+1 212 555 0123,,45#`: dialled after the answer. A few digits are an extension.
    private mutating func takePostDial(steps: inout some StepRecorder) {
        let isPause: (UInt8) -> Bool = { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
        guard let pause = number.firstIndex(where: isPause),
            number[..<pause].contains(where: \.isDigit)
        else { return }
        let dialled = number[pause...].trimmed {
            isPause($0) || $0 == UInt8(ascii: " ") || Self.isMark($0)
        }
        if let first = dialled.first, first.isLetter { return }
        number = number[..<pause].trimmed()
        if Self.isExtension(dialled) {
            extensionDigits = dialled
            steps.note(.extension, dialled.text)
        } else {
            steps.note(.postDial, dialled.text)
        }
    }

    /// `020 7946 0958 (home)`: brackets with letters and no digits, at the end.
    private mutating func takeNote(steps: inout some StepRecorder) {
        guard number.last == UInt8(ascii: ")"),
            let open = number.lastIndex(of: UInt8(ascii: "(")),
            number[..<open].contains(where: \.isDigit),
            number[open...].contains(where: { $0.isLetter || $0 >= 0x80 }),
            !number[open...].contains(where: \.isDigit)
        else { return }
        steps.note(.note, number[open...].text)
        number = number[..<open].trimmed()
    }

    /// What people write before an extension, longest first. One letter needs digits behind it.
    private static let markers = [
        "durchwahl", "extension", "interno", "anexo", "poste", "ramal", "extn", "доб", "ext", "int",
        "xtn", "dw", "ex", "#", "p", "w", "x",
    ]

    private mutating func takeExtension(steps: inout some StepRecorder) throws(Unreadable) {
        let isGap: (UInt8) -> Bool = { $0.isPunctuation || ":=,;".utf8.contains($0) }
        let closing: (UInt8) -> Bool = { isGap($0) || Self.isMark($0) }
        let tail = number.droppingLast(while: closing)
        let digitCount = tail.reversed().prefix(while: \.isDigit).count
        let head = tail.dropLast(digitCount).droppingLast(while: isGap)
        guard let marker = Self.markers.first(where: { head.hasSuffix($0) }) else { return }
        let before = head.dropLast(marker.utf8.count)
        let isWord = marker.utf8.count > 2
        let digits = tail.suffix(digitCount)
        guard before.contains(where: \.isDigit), before.last.map({ !$0.isLetter }) ?? false,
            isWord || Self.isExtension(digits)
        else { return }
        guard digits.isEmpty || Self.isExtension(digits) else { throw Unreadable(.notANumber) }
        number = before.droppingLast(while: closing)
        extensionDigits = digits.isEmpty ? nil : digits
        steps.note(.extension, digits.text)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func droppingLast(while isOuter: (UInt8) -> Bool) -> Self {
        var rest = self
        while let last = rest.last, isOuter(last) { rest.removeLast() }
        return rest
    }
}
