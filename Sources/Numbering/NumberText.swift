/// A caller ID taken apart: the number itself, and what people and networks write around it.
struct NumberText {
    /// The longest extension, in digits.
    static let extensionDigitLimit = 7

    /// What is dialled, punctuation included.
    private(set) var number: ArraySlice<UInt8>
    /// Digits of the extension; `nil` without one.
    private(set) var extensionDigits: ArraySlice<UInt8>?
    /// Whether a second number stood behind the first, which is the one that counts.
    private(set) var hasSecondNumber = false

    /// - Parameter text: cleaned, without scheme, host and parameters.
    init(_ text: ArraySlice<UInt8>, steps: inout some StepRecorder) throws(Unreadable) {
        number = text
        if text.isScientific {
            // `4.42E+11`: the digits that a spreadsheet has left out are known to nobody.
            guard let whole = text.digitsOfScientific else { throw Unreadable(.notANumber) }
            number = whole[...]
        }
        takeLabel(steps: &steps)
        takeCarrierPlaceholder(steps: &steps)
        try takeFeatureCode(steps: &steps)
        takeSecondNumber(steps: &steps)
        if !hasSecondNumber { takePostDial(steps: &steps) }
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

    /// Most labels in front of a number, of which each is one word: `Tel. (mobil):`.
    private static let labelLimit = 3

    /// `Tel. 020 ...`, `Tél. portable : 06 ...`.
    private mutating func takeLabel(steps: inout some StepRecorder) {
        let isGap: (UInt8) -> Bool = { ".: -/()[]".utf8.contains($0) }
        var rest = number
        var taken: [String] = []
        while taken.count < Self.labelLimit {
            let word = rest.prefix { $0.isLetter || $0 >= 0x80 }
            guard !word.isEmpty, NumberLabels.all.contains(word.text) else { break }
            taken.append(word.text)
            let behind = rest.dropFirst(word.count).drop(while: isGap)
            let gap = rest[word.endIndex..<behind.startIndex]
            // A bracket behind a label may begin the number.
            rest =
                gap.lastIndex { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }.map {
                    behind.first?.isDigit == true || behind.first == UInt8(ascii: "+")
                        ? rest[$0...] : behind
                } ?? behind
        }
        guard !taken.isEmpty, rest.contains(where: \.isDigit) else { return }
        number = rest
        steps.note(.label, taken.joined(separator: " "))
    }

    /// `(0xx11) 98765-4321`, `0**11 98765-4321`: Brazil's way to leave the carrier's code open.
    private mutating func takeCarrierPlaceholder(steps: inout some StepRecorder) {
        guard let zero = number.index(of: "0"),
            number[..<zero].allSatisfy({ $0.isPunctuation || $0.isDigit || $0 == 0x2B })
        else { return }
        let isOpen: (UInt8) -> Bool = { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "*") }
        let behind = number[(zero + 1)...].drop(while: \.isPunctuation)
        let marks = behind.prefix(while: isOpen)
        let rest = behind.dropFirst(marks.count)
        guard marks.count == 2, marks.first == marks.last,
            rest.drop(while: \.isPunctuation).first?.isDigit == true
        else { return }
        steps.note(.label, "0\(marks.text)")
        number = (number[...zero] + rest)[...]
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

    /// `020 7946 0117 / 020 7946 0118`, `...|...`: two whole numbers in one field.
    private mutating func takeSecondNumber(steps: inout some StepRecorder) {
        let isWhole: (ArraySlice<UInt8>) -> Bool = {
            $0.count(where: \.isDigit) >= Self.extensionDigitLimit
        }
        let bar =
            number.index(of: "|") ?? number.indices.first { number[$0...].hasPrefix(" / ") }
        guard let bar, isWhole(number[..<bar]), isWhole(number[bar...]) else { return }
        hasSecondNumber = true
        steps.note(.postDial, number[(bar + 1)...].text)
        number = number[..<bar].trimmed()
    }

    /// `+1 212 555 0123,,45#`: dialled after the answer. A few digits are an extension.
    private mutating func takePostDial(steps: inout some StepRecorder) {
        // Some exports put ` ::: ` between two numbers.
        let isColon: (UInt8) -> Bool = { $0 == UInt8(ascii: ":") }
        let isPause: (UInt8) -> Bool = {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || isColon($0)
        }
        let colons = number.indices.first { number[$0...].prefix(3).count(where: isColon) == 3 }
        guard
            let pause = number.indices.first(where: {
                isPause(number[$0]) && (!isColon(number[$0]) || $0 == colons)
            }),
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
            hasSecondNumber =
                dialled.first == UInt8(ascii: "+")
                || dialled.count(where: \.isDigit) > Self.extensionDigitLimit
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
        "nebenstelle", "anknytning", "durchwahl", "extension", "apparat", "interno", "toestel",
        "klapka", "klappe", "anexo", "poste", "ramal", "extn", "доб", "app", "ext", "int", "nst",
        "wew", "xtn", "dw", "ex", "#", "p", "w", "x",
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
    /// Whether this is a number with an exponent.
    fileprivate var isScientific: Bool {
        guard let mark = index(of: "e"), first?.isDigit == true || first == UInt8(ascii: "+") else {
            return false
        }
        let mantissa = self[..<mark].dropFirst()
        let exponent = self[mark...].dropFirst()
        let isSign: (UInt8) -> Bool = { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        let digits = exponent.first.map(isSign) == true ? exponent.dropFirst() : exponent
        return mantissa.allSatisfy {
            $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",")
        }
            && (1...2).contains(digits.count) && digits.allSatisfy(\.isDigit)
    }

    /// The digits of one that has them all: `4.47700900123E+11` is 447700900123.
    fileprivate var digitsOfScientific: [UInt8]? {
        guard let mark = index(of: "e") else { return nil }
        let digits = self[..<mark].filter(\.isDigit)
        let exponent = Int(String(decoding: self[mark...].filter(\.isDigit), as: UTF8.self))
        let isWhole = self[..<mark].dropFirst().first?.isDigit == false
        return isWhole && exponent == digits.count - 1 && !self[mark...].contains(0x2D)
            ? Array(digits) : nil
    }

    fileprivate func droppingLast(while isOuter: (UInt8) -> Bool) -> Self {
        var rest = self
        while let last = rest.last, isOuter(last) { rest.removeLast() }
        return rest
    }
}
