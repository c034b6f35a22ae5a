import CLibUV

/// A failure reported by libuv.
///
/// - Source: libuv "Error handling" (docs/src/errors.rst): every negative
///   return value or callback status is one of these codes.
public struct LoopError: Error, Hashable, Sendable {
    /// libuv status, always negative; on Linux it is `-errno` for system errors.
    public let code: CInt

    /// - Parameter code: a negative libuv status.
    init(_ code: CInt) {
        precondition(code < 0, "a libuv error code is negative")
        self.code = code
    }

    /// What a layer over a connection reports.
    ///
    /// - Parameter number: one of `errno(3)`, positive.
    public init(errno number: CInt) { self.init(-number) }

    init(_ known: uv_errno_t) {
        self.init(known.rawValue)
    }

    /// What has come breaks the rules of the layer above: `EPROTO`.
    public static let brokenProtocol = LoopError(UV_EPROTO)
    /// Nothing more can be sent: `EPIPE`.
    public static let notWritable = LoopError(UV_EPIPE)

    /// The symbolic name, for example `EADDRINUSE`; stable enough to log and grep.
    public var name: String {
        unsafe String(cString: uv_err_name(code))
    }

    /// The reason in words, for example `address already in use`.
    public var message: String {
        unsafe String(cString: uv_strerror(code))
    }

    /// Turns a libuv return value into Swift control flow.
    ///
    /// - Returns: `status` unchanged when it is zero or positive.
    @discardableResult
    static func check(_ status: CInt) throws(LoopError) -> CInt {
        if status < 0 { throw LoopError(status) }
        return status
    }
}

extension LoopError: CustomStringConvertible {
    /// Name and reason, for example `EADDRINUSE: address already in use`.
    public var description: String {
        "\(name): \(message)"
    }
}
