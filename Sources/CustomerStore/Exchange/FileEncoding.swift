/// How the characters of a file are written, as its first bytes tell.
enum FileEncoding {
    case utf8
    case utf16(isBigEndian: Bool)
    /// Four bytes a character: nobody's export.
    case utf32

    /// - Parameter bytes: the first four, or all where there are fewer. A header begins with a
    ///   letter, so that UTF-16 is known without its mark, too.
    init(_ bytes: [UInt8]) {
        switch bytes.prefix(4) {
        case [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]: self = .utf32
        case let mark where mark.starts(with: [0xFF, 0xFE]): self = .utf16(isBigEndian: false)
        case let mark where mark.starts(with: [0xFE, 0xFF]): self = .utf16(isBigEndian: true)
        case let text where text.count == 4 && text.map { $0 == 0 } == [false, true, false, true]:
            self = .utf16(isBigEndian: false)
        case let text where text.count == 4 && text.map { $0 == 0 } == [true, false, true, false]:
            self = .utf16(isBigEndian: true)
        default: self = .utf8
        }
    }

    /// - Returns: `nil` where it cannot be read.
    func source(_ file: FileSource) -> (any ByteSource)? {
        switch self {
        case .utf8: file
        case .utf16(let isBigEndian): UTF16Source(file, isBigEndian: isBigEndian)
        case .utf32: nil
        }
    }
}
