import EventLoop
import Glibc
import Testing

@Suite struct ListenerTests {
    @Test(arguments: Transport.allCases)
    func addressInUseIsReportedAtOnce(over transport: Transport) throws {
        let folder = ScratchFolder()
        try withLoop { loop in
            let first = try Listener(on: loop, endpoint: transport.endpoint(in: folder)) { _ in }
            let failure = failure(listeningOn: first.endpoint, on: loop)
            #expect(failure?.name == "EADDRINUSE")
            #expect(failure?.description == "EADDRINUSE: address already in use")
        }
    }

    @Test func portZeroIsReplacedByTheRealOne() throws {
        try withLoop { loop in
            let listener = try Listener(on: loop, endpoint: .tcp(host: "127.0.0.1", port: 0)) { _ in
            }
            guard case .tcp("127.0.0.1", let port) = listener.endpoint else {
                Issue.record("bound to \(listener.endpoint)")
                return
            }
            #expect(port != 0)
        }
    }

    @Test func version6ListenerLeavesVersion4Alone() throws {
        try withLoop { loop in
            let wide = try Listener(on: loop, endpoint: .tcp(host: "::", port: 0)) { _ in }
            guard case .tcp(_, let port) = wide.endpoint else { return }
            #expect(failure(listeningOn: .tcp(host: "0.0.0.0", port: port), on: loop) == nil)
        }
    }

    @Test func staleSocketIsReplaced() throws {
        let folder = ScratchFolder()
        let path = folder.path + "/socket"
        leaveSocket(at: path)
        #expect(exists(path))
        try withLoop { loop in
            let pair = try Pair(on: loop, at: .unix(path: path))
            #expect(pair.listener.endpoint == .unix(path: path))
        }
        #expect(!exists(path), "the file goes with its listener")
    }

    @Test func otherFilesAreLeftAlone() throws {
        let folder = ScratchFolder()
        let file = folder.path + "/file"
        let link = folder.path + "/link"
        let target = folder.path + "/socket"
        _ = Glibc.close(unsafe creat(file, 0o600))
        leaveSocket(at: target)
        let linked = unsafe symlink(target, link)
        #expect(linked == 0)
        try withLoop { loop in
            for path in [file, link, folder.path] {
                let failure = failure(listeningOn: .unix(path: path), on: loop)
                #expect(failure?.name == "EADDRINUSE", "\(path)")
                #expect(exists(path))
            }
        }
    }

    @Test func refusedBindLeavesTheOtherListenersSocket() throws {
        let folder = ScratchFolder()
        let endpoint = Endpoint.unix(path: folder.path + "/socket")
        try withLoop { loop in
            let first = try Listener(on: loop, endpoint: endpoint) { _ in }
            #expect(failure(listeningOn: endpoint, on: loop)?.name == "EADDRINUSE")
            loop.runDueCallbacks()
            #expect(exists(folder.path + "/socket"))
            first.close()
            first.close()
            #expect(!exists(folder.path + "/socket"))
        }
    }

    @Test func impossibleAddressesAreRefused() throws {
        try withLoop { loop in
            let long = "/tmp/" + String(repeating: "x", count: Endpoint.pathByteLimit)
            #expect(failure(listeningOn: .unix(path: long), on: loop)?.name == "ENAMETOOLONG")
            let name = Endpoint.tcp(host: "localhost", port: 0)
            #expect(failure(listeningOn: name, on: loop)?.name == "EINVAL")
            let foreign = Endpoint.tcp(host: "192.0.2.1", port: 0)
            #expect(failure(listeningOn: foreign, on: loop)?.name == "EADDRNOTAVAIL")
        }
    }

    @Test func acceptedStreamsOutliveTheirListener() throws {
        try withLoop { loop in
            let pair = try Pair(on: loop)
            let inbox = Inbox(of: pair.client)
            pair.listener.close()
            try pair.server.send([7].span)
            try loop.run { inbox.bytes == [7] }
        }
    }

    private func failure(listeningOn endpoint: Endpoint, on loop: Loop) -> LoopError? {
        do throws(LoopError) {
            _ = try Listener(on: loop, endpoint: endpoint) { _ in }
            return nil
        } catch {
            return error
        }
    }

    private func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// What a killed process leaves: a bound socket whose descriptor is gone.
    private func leaveSocket(at path: String) {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: path.utf8)
        }
        let bound = unsafe withUnsafePointer(to: &address) { address in
            unsafe bind(
                descriptor, UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_un>.size))
        }
        #expect(bound == 0)
        _ = Glibc.close(descriptor)
    }
}
