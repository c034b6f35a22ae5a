import CLibUV
import Glibc

extension Endpoint {
    /// Lends the kernel's form of a TCP endpoint; wraps `uv_ip4_addr` and `uv_ip6_addr`.
    ///
    /// - Throws: `EINVAL` for a host that is no address.
    static func withSocketAddress(
        host: String, port: UInt16, _ body: (UnsafePointer<sockaddr>, _ isVersion6: Bool) -> CInt
    ) throws(LoopError) {
        let isVersion6 = host.utf8.contains(UInt8(ascii: ":"))
        var storage = sockaddr_storage()
        let status = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            let memory = UnsafeMutableRawPointer(storage)
            let parsed =
                isVersion6
                ? unsafe uv_ip6_addr(
                    host, CInt(port), memory.assumingMemoryBound(to: sockaddr_in6.self))
                : unsafe uv_ip4_addr(
                    host, CInt(port), memory.assumingMemoryBound(to: sockaddr_in.self))
            if parsed < 0 { return parsed }
            return unsafe body(memory.assumingMemoryBound(to: sockaddr.self), isVersion6)
        }
        try LoopError.check(status)
    }

    /// Reads the TCP endpoint that `fill` stores; wraps `uv_ip_name`.
    ///
    /// - Parameter fill: `uv_tcp_getsockname` or `uv_tcp_getpeername`.
    init?(_ fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<CInt>) -> CInt) {
        var storage = sockaddr_storage()
        var size = CInt(MemoryLayout<sockaddr_storage>.size)
        var name = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 16)
        let port: UInt16? = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            let memory = UnsafeMutableRawPointer(storage)
            let address = unsafe memory.assumingMemoryBound(to: sockaddr.self)
            guard unsafe fill(address, &size) == 0 else { return nil }
            guard unsafe uv_ip_name(address, &name, name.count) == 0 else { return nil }
            // The port sits at the same place in sockaddr_in and sockaddr_in6.
            let internet = unsafe memory.assumingMemoryBound(to: sockaddr_in.self)
            return UInt16(bigEndian: unsafe internet.pointee.sin_port)
        }
        guard let port else { return nil }
        let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        self = .tcp(host: host, port: port)
    }
}
