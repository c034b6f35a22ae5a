import Glibc

/// Cuts what a client receives into lines; every line must end with CRLF.
struct ReceivedLines {
    private var bytes: [UInt8] = []
    private var position = 0

    var isEmpty: Bool { position == bytes.count }
    var byteCount: Int { bytes.count - position }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Wraps `memchr`: byte by byte in Swift is slow where nothing is optimised.
    private var nextLineFeed: Int? {
        unsafe bytes.withUnsafeBytes { all in
            guard let start = all.baseAddress, position < all.count,
                let end = unsafe memchr(start + position, 10, all.count - position)
            else { return nil }
            return unsafe UnsafeRawPointer(end) - start
        }
    }

    /// All bytes that are left, whatever they are.
    mutating func takeAll() -> [UInt8] {
        defer { position = bytes.count }
        return Array(bytes[position...])
    }

    /// The next complete line without its ending; `nil` when there is none.
    mutating func next() -> String? {
        guard let end = nextLineFeed else { return nil }
        guard end > position, bytes[end - 1] == UInt8(ascii: "\r"),
            let line = String(validating: bytes[position..<(end - 1)], as: UTF8.self)
        else {
            return "not a line of text: \(bytes[position...end])"
        }
        position = end + 1
        if position > 1 << 16 {
            bytes.removeFirst(position)
            position = 0
        }
        return line
    }
}
