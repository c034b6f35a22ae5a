/// An amount of memory as it is written: `300M`, `2G`, `1073741824`.
struct MemorySize {
    let bytes: Int

    /// - Returns: `nil` for what is none; K, M and G are powers of 1,024, in either case.
    init?(_ text: String) {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.uppercased().last.flatMap { units[$0] }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard let number = Int(digits), number >= 0, digits.first != "+" else { return nil }
        let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: unit ?? 1)
        guard !isTooMuch else { return nil }
        self.bytes = bytes
    }
}
