import CLibUV

/// Sole owner of the memory behind one libuv handle.
///
/// libuv keeps the address until the close callback has run, so the memory
/// is heap-allocated, never moves, and is freed only there. Being
/// `~Copyable`, a handle closes exactly once: in `close()` or when its owner
/// goes away.
@safe
struct OwnedHandle: ~Copyable {
    /// The handle under libuv's base type.
    let base: UnsafeMutablePointer<uv_handle_t>
    /// Keeps the loop alive until this handle has asked to be closed.
    let loop: Loop
    private(set) var isOpen = true

    /// - Parameters:
    ///   - type: the libuv type to make room for.
    ///   - start: calls the matching `uv_*_init`. When that fails, libuv has
    ///     not kept the address and the memory is freed at once.
    init<Raw>(
        on loop: Loop, for type: Raw.Type, _ start: (UnsafeMutablePointer<Raw>) -> CInt
    ) throws(LoopError) {
        loop.preconditionOnThread()
        let size = MemoryLayout<Raw>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        let status = unsafe start(memory.assumingMemoryBound(to: Raw.self))
        if status < 0 {
            unsafe memory.deallocate()
            throw LoopError(status)
        }
        unsafe base = memory.assumingMemoryBound(to: uv_handle_t.self)
        self.loop = loop
    }

    /// The same address under the type that the handle was made for.
    func raw<Raw>(as type: Raw.Type) -> UnsafeMutablePointer<Raw> {
        unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: Raw.self)
    }

    /// Whether libuv has something to wait for; wraps `uv_is_active`.
    var isActive: Bool {
        isOpen && (unsafe uv_is_active(base)) != 0
    }

    /// Makes `object` the one that callbacks of this handle find, without retaining it.
    func callBack(_ object: AnyObject) {
        unsafe base.pointee.data = Unmanaged.passUnretained(object).toOpaque()
    }

    /// Closes now; callbacks find no Swift object afterwards.
    ///
    /// Harmless when repeated.
    mutating func close() {
        if !isOpen { return }
        isOpen = false
        detach()
        unsafe uv_close(base) { unsafe UnsafeMutableRawPointer($0!).deallocate() }
    }

    /// Closes with a TCP reset instead of an orderly end; wraps `uv_tcp_close_reset`.
    ///
    /// - Returns: false when libuv refuses; the handle is then still open.
    mutating func closeWithReset() -> Bool {
        let status = unsafe uv_tcp_close_reset(raw(as: uv_tcp_t.self)) {
            unsafe UnsafeMutableRawPointer($0!).deallocate()
        }
        if status < 0 { return false }
        isOpen = false
        detach()
        return true
    }

    private func detach() {
        loop.preconditionOnThread()
        unsafe base.pointee.data = nil
    }

    deinit {
        if isOpen {
            detach()
            unsafe uv_close(base) { unsafe UnsafeMutableRawPointer($0!).deallocate() }
        }
    }
}

/// The object that `callBack(_:)` has set, or `nil` once its handle was closed.
///
/// The result is retained: a callback may drop every other reference to it.
@inline(__always)
func calledBack<Object: AnyObject>(
    _ type: Object.Type, by handle: UnsafeMutableRawPointer?
) -> Object? {
    // Every libuv handle begins with the fields of uv_handle_t.
    let base = unsafe handle?.assumingMemoryBound(to: uv_handle_t.self)
    guard let context = unsafe base?.pointee.data else { return nil }
    return unsafe Unmanaged<Object>.fromOpaque(context).takeUnretainedValue()
}
