import EventLoop
import Glibc

/// What a layer such as TLS does, without its secrets: bytes go in frames and come out as other
/// bytes. A frame is its length in two bytes and so many bytes, each with its bits turned; one of
/// no length ends the stream in an orderly way.
struct Framing {
    /// The longest frame, in bytes: short, so that most lines take several.
    private static let frameBytes = 61

    private var partial: [UInt8] = []
    /// Whether the frame of no length has come.
    private(set) var hasEnded = false

    static let end: [UInt8] = [0, 0]

    static func framed(_ bytes: [UInt8]) -> [UInt8] {
        var frames: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let some = rest.prefix(frameBytes)
            frames += [UInt8(some.count >> 8), UInt8(some.count & 0xFF)] + some.map { ~$0 }
            rest = rest.dropFirst(some.count)
        }
        return frames
    }

    /// Takes frames, cut anywhere.
    ///
    /// - Returns: what was in those that have come whole.
    mutating func unframed(_ bytes: [UInt8]) -> [UInt8] {
        partial += bytes
        var plain: [UInt8] = []
        var start = 0
        while partial.count >= start + 2 {
            let count = Int(partial[start]) << 8 | Int(partial[start + 1])
            guard partial.count >= start + 2 + count else { break }
            if count == 0 { hasEnded = true }
            plain += partial[(start + 2)..<(start + 2 + count)].map { ~$0 }
            start += 2 + count
        }
        partial.removeFirst(start)
        return plain
    }
}

/// Frames and unframes what goes over another connection.
final class FramingConnection: Connection {
    private let under: any Connection
    private var framing = Framing()

    var onBytes: (Span<UInt8>) -> Void = { _ in }
    var onEnd: (LoopError?) -> Void = { _ in }
    var onDrained: () -> Void = {}
    var onFinished: (LoopError?) -> Void = { _ in }

    /// - Parameter under: whose callbacks it sets.
    init(over under: any Connection) {
        self.under = under
        // The one beneath lets go of them when it closes.
        under.onBytes = { [self] in take($0) }
        under.onEnd = { [self] error in
            // An end that was not announced may be an attacker's.
            onEnd(error ?? (framing.hasEnded ? nil : LoopError(errno: EPROTO)))
        }
        under.onDrained = { [self] in onDrained() }
        under.onFinished = { [self] error in
            onFinished(error)
            forgetCallbacks()
        }
    }

    var peer: String { under.peer }
    var peerHost: PeerHost { under.peerHost }
    var isPeerGone: Bool { under.isPeerGone }
    var unsentByteCount: Int { under.unsentByteCount }
    var isClosed: Bool { under.isClosed }

    private func take(_ bytes: Span<UInt8>) {
        let plain = framing.unframed(bytes.indices.map { bytes[$0] })
        if !plain.isEmpty { onBytes(plain.span) }
        if framing.hasEnded, !isClosed { onEnd(nil) }
    }

    func send(_ bytes: Span<UInt8>) throws(LoopError) {
        try under.send(Framing.framed(bytes.indices.map { bytes[$0] }).span)
    }

    func pauseReading() { under.pauseReading() }
    func resumeReading() { under.resumeReading() }

    func finish() throws(LoopError) {
        try under.send(Framing.end.span)
        try under.finish()
    }

    func close() {
        under.close()
        forgetCallbacks()
    }

    private func forgetCallbacks() {
        onBytes = { _ in }
        onEnd = { _ in }
        onDrained = {}
        onFinished = { _ in }
    }
}
