/// A file in UTF-16 as bytes of UTF-8.
///
/// What is no character becomes a byte that is no UTF-8, so that its row is told.
final class UTF16Source: ByteSource {
    /// Bytes of the file that are taken at once.
    private static let blockBytes = 1 << 16
    private static let none: UInt8 = 0xFF

    let path: String
    private let file: FileSource
    private let isBigEndian: Bool
    private var block = [UInt8](repeating: 0, count: blockBytes)
    /// The first byte of a unit whose second has not come.
    private var half: UInt8?
    /// The first unit of a pair whose second has not come.
    private var lead: UInt16?
    private var text: [UInt8] = []
    private var next = 0

    init(_ file: FileSource, isBigEndian: Bool) {
        self.file = file
        self.isBigEndian = isBigEndian
        path = file.path
    }

    func read(into buffer: inout [UInt8], at index: Int, limit: Int) throws(ExchangeError) -> Int {
        while next == text.count {
            if try !fill() { return 0 }
        }
        let count = min(limit, text.count - next)
        for offset in 0..<count { buffer[index + offset] = text[next + offset] }
        next += count
        return count
    }

    /// - Returns: whether there was anything left.
    private func fill() throws(ExchangeError) -> Bool {
        text.removeAll(keepingCapacity: true)
        next = 0
        let count = try file.read(into: &block, at: 0, limit: Self.blockBytes)
        if count == 0 {
            let isWhole = half == nil && lead == nil
            half = nil
            lead = nil
            if !isWhole { text.append(Self.none) }
            return !isWhole
        }
        for index in 0..<count {
            guard let first = half else {
                half = block[index]
                continue
            }
            half = nil
            let (high, low) = isBigEndian ? (first, block[index]) : (block[index], first)
            take(UInt16(high) << 8 | UInt16(low))
        }
        return true
    }

    private func take(_ unit: UInt16) {
        if let first = lead {
            lead = nil
            if UTF16.isTrailSurrogate(unit) {
                let value =
                    0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                return append(Unicode.Scalar(value))
            }
            text.append(Self.none)
        }
        if UTF16.isLeadSurrogate(unit) {
            lead = unit
        } else {
            append(Unicode.Scalar(unit))
        }
    }

    private func append(_ scalar: Unicode.Scalar?) {
        guard let scalar else { return text.append(Self.none) }
        text.append(contentsOf: UTF8.encode(scalar)!)
    }
}
