import Foundation
import Testing
import TestSupport

/// What the programs need from the machine they run on.
@Suite struct BinaryTests {
    private static let ours: Set = [
        "libcrypto.so.3", "libphonenumber.so.8", "libprotobuf.so.32", "libsqlite3.so.0",
        "libssl.so.3", "libuv.so.1",
    ]
    /// For the console; the daemon has no terminal.
    private static let terminal: Set = ["libncursesw.so.6", "libtinfo.so.6"]
    private static let system: Set = [
        "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6",
    ]

    /// Foundation for the network or XML would bring curl and libxml2 into the daemon.
    @Test(arguments: ["screenpop", "screenpopd"])
    func aProgramLinksWhatTheChangelogNames(_ program: String) throws {
        let outcome = try Program.run("readelf", ["-d", Program.built(program)])
        let needed = outcome.output.matches(of: #/\(NEEDED\).*\[(.+?)\]/#).map { String($0.1) }
        let foundation = #/^libFoundation(Essentials|Internationalization)?\.so$/#
        let swift = #/^lib(swift\w+|dispatch|BlocksRuntime)\.so$|^ld-linux/#
        let others = needed.filter { !$0.contains(foundation) && !$0.contains(swift) }
        let expected = program == "screenpop" ? Self.ours.union(Self.terminal) : Self.ours
        #expect(Set(others).subtracting(Self.system) == expected)
    }
}
