import CLibUV
import Glibc

/// One connection, TCP or Unix-domain.
///
/// Life of a stream; the names on the arrows are what its owner sees:
///
///     reading ──onBytes──> reading ──onEnd──> ended          (what the peer sends)
///     open ──send, onDrained──> open ──finish()──> finishing ──onFinished──> closed
///
/// Every callback runs on the loop's thread and may send, pause, finish, close
/// or drop the last reference. Dropping it closes the socket; no callback
/// arrives after that or after `close()`. A callback may capture its owner or
/// the stream strongly where `close()` is certain to come: it lets go of them,
/// and a strong capture costs less per read than an unowned one.
@safe
public final class Stream {
    /// Called with bytes that are gone when it returns; copy what must stay.
    ///
    /// At most `Loop.readByteLimit` bytes, never none.
    @safe @exclusivity(unchecked)  // A call keeps the closure: replacing it meanwhile is harmless.
    public var onBytes: (Span<UInt8>) -> Void = { _ in }

    /// Called once, when no more bytes will come.
    ///
    /// `nil` means that the peer has ended its side in an orderly way: sending
    /// is still possible. An error means that the connection is broken.
    public var onEnd: (LoopError?) -> Void = { _ in }

    /// Called when all bytes that `send` had to queue are out.
    public var onDrained: () -> Void = {}

    /// Called once, when `finish()` has come to its end; the stream closes itself afterwards.
    ///
    /// `nil` means that everything was sent and that the peer has ended too. An error
    /// means that the connection broke. It is also called, with an error, when
    /// queued bytes could not be sent after `onEnd(nil)`.
    public var onFinished: (LoopError?) -> Void = { _ in }

    private enum Inbound { case reading, paused, ended }
    private enum Outbound { case open, finishing, sentAll, broken }

    private let raw: UnsafeMutablePointer<uv_stream_t>
    @safe @exclusivity(unchecked)  // Nothing that changes it calls us back.
    private(set) var handle: OwnedHandle
    private var inbound = Inbound.paused
    private var outbound = Outbound.open
    private var queuedWriteCount = 0

    /// Takes over a connected socket and reads from the next turn on.
    init(adopting socket: consuming OwnedHandle) throws(LoopError) {
        unsafe raw = socket.stream
        handle = socket
        handle.callBack(self)
        try startReading()
    }

    /// Whether `close()` was called or `onFinished` has returned.
    public var isClosed: Bool {
        !handle.isOpen
    }

    /// Bytes accepted by `send` that the kernel has not taken yet.
    ///
    /// Whoever sends limits this: pause, or close a peer that does not read.
    public var unsentByteCount: Int {
        isClosed ? 0 : unsafe uv_stream_get_write_queue_size(raw)
    }

    /// Sends all of `bytes`, now if the socket has room, otherwise as it drains.
    ///
    /// Wraps `uv_try_write`, then `uv_write` with a copy of what is left;
    /// allocates only in the second case.
    ///
    /// - Throws: when the connection is broken, `EPIPE` after `finish()`, `EBADF` after
    ///   `close()`. `onEnd` may still follow; closing is up to the owner.
    public func send(_ bytes: Span<UInt8>) throws(LoopError) {
        if bytes.isEmpty { return }
        try requireWritable()
        let sent = unsafe bytes.withUnsafeBufferPointer { source in
            var buffer = unsafe uv_buf_t(borrowing: UnsafeRawBufferPointer(source))
            return unsafe uv_try_write(raw, &buffer, 1)
        }
        if sent == bytes.count { return }
        if sent < 0 && sent != UV_EAGAIN.rawValue { throw LoopError(sent) }
        let rest = bytes.extracting(droppingFirst: Int(max(sent, 0)))
        try unsafe QueuedWrite.start(rest, on: raw) { unsafe Stream.didWrite($0, $1) }
        queuedWriteCount += 1
    }

    /// Stops reading, so that a peer that sends too much has to wait.
    ///
    /// Wraps `uv_read_stop`. A paused stream does not notice the peer's end.
    public func pauseReading() {
        guard inbound == .reading, outbound == .open, !isClosed else { return }
        inbound = .paused
        _ = unsafe uv_read_stop(raw)
    }

    /// Reads again after `pauseReading()`.
    public func resumeReading() {
        guard inbound == .paused, !isClosed else { return }
        do throws(LoopError) {
            try startReading()
        } catch {
            // libuv refuses only a socket that is broken, and said so through another callback.
            outbound = .broken
        }
    }

    /// Lets bytes of a TCP peer gather until there are so many, or the peer ends; 1 as at first.
    ///
    /// A peer that sends many small pieces would wake us for each. Whoever asks for more than one
    /// byte holds a timer and asks for 1 when it fires: that tells what has come, however few.
    ///
    /// Wraps `SO_RCVLOWAT` of `socket(7)`; a Unix-domain socket does not know it.
    public func gatherBytes(_ count: Int) {
        guard !isClosed, handle.isTCP, let descriptor = handle.descriptor else { return }
        var count = CInt(clamping: max(1, count))
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVLOWAT, &count, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Sends what is queued, then ends our side and waits for the peer to end too.
    ///
    /// From now on only `onFinished` is called. What the peer still sends is
    /// read and thrown away: closing a socket with unread input would reset the
    /// connection and could take our last bytes with it. A peer that never ends
    /// keeps the stream open, so the owner holds a `Timer` and closes.
    ///
    /// Wraps `uv_shutdown`. Harmless when repeated.
    ///
    /// - Throws: when the connection is already broken; `onFinished` will not be called.
    public func finish() throws(LoopError) {
        if !isClosed && (outbound == .finishing || outbound == .sentAll) { return }
        try requireWritable()
        try unsafe Shutdown.start(on: raw) { unsafe Stream.didShutDown($0, $1) }
        outbound = .finishing
        resumeReading()
    }

    /// Closes now and forgets what is queued.
    ///
    /// Harmless when repeated.
    ///
    /// Wraps `uv_close`.
    public func close() {
        handle.close()
        forgetCallbacks()
    }

    /// Closes now and tells a TCP peer that the connection was cut off.
    ///
    /// Wraps `uv_tcp_close_reset`; the same as `close()` on a Unix-domain socket
    /// and while `finish()` is under way.
    public func reset() {
        let isReset = handle.isOpen && handle.isTCP && handle.closeWithReset()
        if !isReset { handle.close() }
        forgetCallbacks()
    }

    private func requireWritable() throws(LoopError) {
        guard handle.isOpen else { throw LoopError(UV_EBADF) }
        guard outbound == .open else { throw LoopError(UV_EPIPE) }
    }

    /// Closures often capture their own stream; letting go of them breaks that circle.
    private func forgetCallbacks() {
        onBytes = { _ in }
        onEnd = { _ in }
        onDrained = {}
        onFinished = { _ in }
    }
}

/// What libuv reports.
extension Stream {
    private func startReading() throws(LoopError) {
        try LoopError.check(
            unsafe uv_read_start(
                raw, { unsafe Stream.lendBuffer($0, $2) }, { unsafe Stream.didRead($0, $1, $2) }))
        inbound = .reading
    }

    private static func lendBuffer(
        _ raw: UnsafeMutablePointer<uv_handle_t>?, _ buffer: UnsafeMutablePointer<uv_buf_t>?
    ) {
        let room = unsafe raw!.pointee.loop.pointee.data!
        unsafe buffer!.pointee = uv_buf_t(
            borrowing: UnsafeRawBufferPointer(start: room, count: Loop.readByteLimit))
    }

    private static func didRead(
        _ raw: UnsafeMutablePointer<uv_stream_t>?, _ count: Int, _ buffer: UnsafePointer<uv_buf_t>?
    ) {
        // Zero means "nothing to read right now", not the end.
        guard count != 0, let stream = unsafe calledBack(Stream.self, by: raw) else { return }
        withExtendedLifetime(stream) {
            if count > 0 {
                guard stream.outbound == .open || stream.outbound == .broken else { return }
                let room = unsafe UnsafeRawPointer(buffer!.pointee.base!)
                let start = unsafe room.assumingMemoryBound(to: UInt8.self)
                let filled = unsafe UnsafeBufferPointer(start: start, count: count)
                stream.onBytes(unsafe filled.span)
            } else {
                stream.didEnd(count == Int(UV_EOF.rawValue) ? nil : LoopError(CInt(count)))
            }
        }
    }

    private func didEnd(_ error: LoopError?) {
        inbound = .ended
        _ = unsafe uv_read_stop(raw)
        switch outbound {
        case .open, .broken:
            if error != nil { outbound = .broken }
            onEnd(error)
        case .finishing:
            if let error { didFinish(error) }  // Otherwise our own end is still to come.
        case .sentAll:
            didFinish(error)
        }
    }

    private static func didWrite(_ request: UnsafeMutablePointer<uv_write_t>?, _ status: CInt) {
        let raw = unsafe request!.pointee.handle
        unsafe QueuedWrite.free(request!)
        guard let stream = unsafe calledBack(Stream.self, by: raw) else { return }
        withExtendedLifetime(stream) {
            stream.queuedWriteCount -= 1
            if status < 0 {
                stream.didBreak(LoopError(status))
            } else if stream.queuedWriteCount == 0 && stream.outbound == .open {
                stream.onDrained()
            }
        }
    }

    private static func didShutDown(
        _ request: UnsafeMutablePointer<uv_shutdown_t>?, _ status: CInt
    ) {
        let raw = unsafe request!.pointee.handle
        unsafe request!.deallocate()
        guard let stream = unsafe calledBack(Stream.self, by: raw) else { return }
        withExtendedLifetime(stream) {
            if status < 0 {
                stream.didBreak(LoopError(status))
            } else {
                stream.outbound = .sentAll
                if stream.inbound == .ended { stream.didFinish(nil) }
            }
        }
    }

    /// Reports a failed write once, to whoever still waits for something.
    private func didBreak(_ error: LoopError) {
        switch outbound {
        case .broken:
            return
        case .finishing, .sentAll:
            didFinish(error)
        case .open:
            outbound = .broken
            if inbound == .ended {
                didFinish(error)
            } else {
                didEnd(error)
            }
        }
    }

    private func didFinish(_ error: LoopError?) {
        onFinished(error)
        close()
    }
}
