import CLibUV

/// Bytes waiting for a socket, in one block of memory with the request that writes them.
///
/// The block belongs to libuv from `start` until its callback, which frees it;
/// it knows nothing of the stream, so it is harmless when the stream goes first.
enum QueuedWrite {
    /// The bytes follow the request at this distance.
    private static let headerByteCount = unsafe MemoryLayout<uv_write_t>.stride

    /// Copies `source` and queues it; wraps `uv_write`.
    ///
    /// - Parameter didWrite: must call `free`.
    static func start(
        _ source: Span<UInt8>, on stream: UnsafeMutablePointer<uv_stream_t>,
        didWrite: @escaping uv_write_cb
    ) throws(LoopError) {
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: headerByteCount + source.count, alignment: 16)
        let request = unsafe block.initializeMemory(as: uv_write_t.self, to: uv_write_t())
        let bytes = unsafe UnsafeMutableRawBufferPointer(
            start: block + headerByteCount, count: source.count)
        unsafe source.withUnsafeBytes { unsafe bytes.copyMemory(from: $0) }
        var buffer = unsafe uv_buf_t(borrowing: UnsafeRawBufferPointer(bytes))
        let status = unsafe uv_write(request, stream, &buffer, 1, didWrite)
        if status < 0 {  // libuv will not call back.
            unsafe free(request)
            throw LoopError(status)
        }
    }

    /// Gives the block back.
    static func free(_ request: UnsafeMutablePointer<uv_write_t>) {
        unsafe UnsafeMutableRawPointer(request).deallocate()
    }
}

/// The end of our side of a connection, while it waits for queued bytes.
enum Shutdown {
    /// Wraps `uv_shutdown`.
    ///
    /// - Parameter didShutDown: must deallocate the request.
    static func start(
        on stream: UnsafeMutablePointer<uv_stream_t>, didShutDown: @escaping uv_shutdown_cb
    ) throws(LoopError) {
        let request = UnsafeMutablePointer<uv_shutdown_t>.allocate(capacity: 1)
        unsafe request.initialize(to: uv_shutdown_t())
        let status = unsafe uv_shutdown(request, stream, didShutDown)
        if status < 0 {  // libuv will not call back.
            unsafe request.deallocate()
            throw LoopError(status)
        }
    }
}

extension uv_buf_t {
    /// Points at `source` without copying; valid only as long as `source` is.
    @inline(__always)
    init(borrowing source: UnsafeRawBufferPointer) {
        let start = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)
        unsafe self.init(base: start?.assumingMemoryBound(to: CChar.self), len: source.count)
    }
}
