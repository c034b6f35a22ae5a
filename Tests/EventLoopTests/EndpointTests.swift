import EventLoop
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("127.0.0.1:7373", Endpoint.tcp(host: "127.0.0.1", port: 7373)),
        ("0.0.0.0:0", .tcp(host: "0.0.0.0", port: 0)),
        ("[::1]:7373", .tcp(host: "::1", port: 7373)),
        ("[::]:65535", .tcp(host: "::", port: 65535)),
        ("localhost:7373", .tcp(host: "127.0.0.1", port: 7373)),
        ("LocalHost:7373", .tcp(host: "127.0.0.1", port: 7373)),
        (":7373", .tcp(host: "127.0.0.1", port: 7373)),
        ("7373", .tcp(host: "127.0.0.1", port: 7373)),
        ("unix:/run/x.sock", .unix(path: "/run/x.sock")),
        ("unix:relative", .unix(path: "relative")),
    ])
    func spellingIsRead(_ text: String, as endpoint: Endpoint) throws {
        #expect(try Endpoint(parsing: text) == endpoint)
        #expect(try Endpoint(parsing: endpoint.description) == endpoint)
    }

    @Test(arguments: ["127.0.0.1:7373", "[fe80::1]:1", "unix:/run/x.sock"])
    func descriptionIsTheSpelling(_ text: String) throws {
        #expect(try Endpoint(parsing: text).description == text)
    }

    @Test(arguments: [
        ("", EndpointError.badPort("", in: "")),
        ("127.0.0.1", .badPort("127.0.0.1", in: "127.0.0.1")),
        ("127.0.0.1:", .badPort("", in: "127.0.0.1:")),
        ("127.0.0.1:65536", .badPort("65536", in: "127.0.0.1:65536")),
        ("127.0.0.1:+1", .badPort("+1", in: "127.0.0.1:+1")),
        ("127.0.0.1: 1", .badPort(" 1", in: "127.0.0.1: 1")),
        ("127.0.0.256:1", .nameNotResolved("127.0.0.256")),
        ("example.org:1", .nameNotResolved("example.org")),
        ("::1:7373", .bracketsMissing("::1:7373")),
        ("[::1]", .malformed("[::1]")),
        ("[127.0.0.1]:1", .malformed("[127.0.0.1]:1")),
        ("[::1", .bracketsMissing("[::1")),
        ("[::g]:1", .nameNotResolved("::g")),
        ("unix:", .malformed("unix:")),
        ("unix:a\0b", .malformed("unix:a\0b")),
    ])
    func nonsenseIsRefused(_ text: String, with error: EndpointError) {
        #expect(throws: error) { try Endpoint(parsing: text) }
        #expect(error.description.contains("\""))
    }

    @Test func pathHasALimit() throws {
        let longest = String(repeating: "x", count: Endpoint.pathByteLimit)
        #expect(try Endpoint(parsing: "unix:" + longest) == .unix(path: longest))
        #expect(throws: EndpointError.pathTooLong(longest + "x")) {
            try Endpoint(parsing: "unix:" + longest + "x")
        }
    }

    @Test(arguments: [
        ("127.0.0.1:1", true), ("127.255.0.9:1", true), ("[::1]:1", true), ("unix:/x", true),
        ("[0:0:0:0:0:0:0:1]:1", true), ("0.0.0.0:1", false), ("128.0.0.1:1", false),
        ("[::]:1", false), ("[::2]:1", false), ("[fe80::1]:1", false),
    ])
    func loopbackIsRecognised(_ text: String, _ isLoopback: Bool) throws {
        #expect(try Endpoint(parsing: text).isLoopback == isLoopback)
    }
}
