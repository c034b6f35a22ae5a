import CLibUV
import Glibc

/// One question which addresses a host has.
///
/// The system is asked on another thread. Dropping the last reference before the completion gives
/// the question up, and nothing is called.
@safe
public final class Resolver {
    private var completion: ((Result<[String], LoopError>) -> Void)?
    private let request: UnsafeMutablePointer<uv_getaddrinfo_t>

    /// Asks; wraps `uv_getaddrinfo`.
    ///
    /// - Parameter completion: called once, never before this returns, with the IPv4 and IPv6
    ///   addresses in the order of the system's preference; at least one.
    /// - Throws: when the system cannot even be asked.
    public init(
        _ host: String, on loop: Loop,
        completion: @escaping (Result<[String], LoopError>) -> Void
    ) throws(LoopError) {
        loop.preconditionOnThread()
        self.completion = completion
        unsafe request = .allocate(capacity: 1)
        unsafe request.initialize(to: uv_getaddrinfo_t())
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        let status = unsafe uv_getaddrinfo(
            loop.raw, request, { unsafe Resolver.didResolve($0, $1, $2) }, host, nil, &hints)
        guard status == 0 else {
            // `deinit` runs then, too, and has nothing to give up.
            self.completion = nil
            unsafe request.deallocate()
            throw LoopError(status)
        }
        unsafe request.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        guard completion != nil else { return }
        // It belongs to libuv until it calls back, and finds nobody then.
        unsafe request.pointee.data = nil
        _ = unsafe UnsafeMutableRawPointer(request).withMemoryRebound(
            to: uv_req_t.self, capacity: 1
        ) { unsafe uv_cancel($0) }
    }

    private static func didResolve(
        _ request: UnsafeMutablePointer<uv_getaddrinfo_t>?, _ status: CInt,
        _ found: UnsafeMutablePointer<addrinfo>?
    ) {
        defer {
            unsafe uv_freeaddrinfo(found)
            unsafe request!.deallocate()
        }
        guard let data = unsafe request!.pointee.data else { return }
        let resolver = unsafe Unmanaged<Resolver>.fromOpaque(data).takeUnretainedValue()
        guard let completion = resolver.completion.take() else { return }
        let hosts = unsafe hosts(found)
        withExtendedLifetime(resolver) {
            if status < 0 {
                completion(.failure(LoopError(status)))
            } else if hosts.isEmpty {
                completion(.failure(LoopError(UV_EAI_NODATA)))
            } else {
                completion(.success(hosts))
            }
        }
    }

    /// Wraps `uv_ip_name`.
    private static func hosts(_ found: UnsafeMutablePointer<addrinfo>?) -> [String] {
        var hosts: [String] = []
        var next = unsafe found
        while let entry = unsafe next {
            unsafe next = entry.pointee.ai_next
            var name = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 16)
            guard let address = unsafe entry.pointee.ai_addr,
                unsafe uv_ip_name(address, &name, name.count) == 0
            else { continue }
            let host = String(
                decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if !hosts.contains(host) { hosts.append(host) }
        }
        return hosts
    }
}
