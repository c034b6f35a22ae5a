import CLibUV

extension OwnedHandle {
    /// Makes a handle without a socket; wraps `uv_tcp_init` and `uv_pipe_init`.
    static func socket(isTCP: Bool, on loop: Loop) throws(LoopError) -> OwnedHandle {
        if isTCP {
            return try unsafe OwnedHandle(on: loop, for: uv_tcp_t.self) {
                unsafe uv_tcp_init(loop.raw, $0)
            }
        }
        return try unsafe OwnedHandle(on: loop, for: uv_pipe_t.self) {
            unsafe uv_pipe_init(loop.raw, $0, 0)
        }
    }

    var isTCP: Bool {
        unsafe uv_handle_get_type(base) == UV_TCP
    }

    var stream: UnsafeMutablePointer<uv_stream_t> {
        unsafe raw(as: uv_stream_t.self)
    }

    var tcp: UnsafeMutablePointer<uv_tcp_t> {
        unsafe raw(as: uv_tcp_t.self)
    }

    var pipe: UnsafeMutablePointer<uv_pipe_t> {
        unsafe raw(as: uv_pipe_t.self)
    }

    /// The descriptor behind the handle, or `nil` when there is none yet; wraps `uv_fileno`.
    var descriptor: CInt? {
        var descriptor: CInt = -1
        return (unsafe uv_fileno(base, &descriptor)) == 0 ? descriptor : nil
    }

    /// Sends small replies at once and notices a peer that vanished.
    ///
    /// Wraps `uv_tcp_nodelay` and `uv_tcp_keepalive`. On a listening socket the
    /// kernel hands both on to every accepted one, which saves system calls.
    func tuneTCP(keepAlive: Duration?) throws(LoopError) {
        guard isTCP else { return }
        try LoopError.check(unsafe uv_tcp_nodelay(tcp, 1))
        guard let keepAlive else { return }
        let seconds = max(1, min(keepAlive.components.seconds, 32_767))  // The kernel's limits.
        try LoopError.check(unsafe uv_tcp_keepalive(tcp, 1, CUnsignedInt(seconds)))
    }
}
