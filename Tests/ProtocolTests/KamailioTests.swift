import Foundation
import ScreenPopServer
import Testing
import TestSupport

/// The route of `Tools/kamailio` in a real Kamailio, where there is one.
@Suite(.timeLimit(.minutes(30))) struct KamailioTests {
    private static let tools = Repository.root.appending(path: "Tools/kamailio").path
    private static let modules = ["kex", "corex", "pv", "textops", "textopsx", "sl", "app_lua"]

    @Test(
        .enabled(
            if: Program.installed("kamailio") != nil && Program.installed("nc") != nil,
            "needs Debian's kamailio and kamailio-lua-modules, which setup leaves out"))
    func theReplyBecomesAHeader() throws {
        let server = try RunningServer()
        defer { server.stop() }
        let folder = try Repository.scratchFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = UInt16.random(in: 20_000..<30_000)
        let proxy = try Self.start(in: folder, port: port, asking: server.port)
        defer {
            proxy.terminate()
            proxy.waitUntilExit()
        }
        let known = try Self.reply(toCallFrom: "+442079460958", port)
        #expect(known.contains("X-Told: 200 +442079460958 account=A1042 value=5 "), "\(known)")
        let nobody = try Self.reply(toCallFrom: "+441632960999", port)
        #expect(nobody.contains("480 Tried") && !nobody.contains("X-Told: 200"), "\(nobody)")
        #expect(!nobody.contains("forged"))
    }

    private static func start(
        in folder: URL, port: UInt16, asking daemon: UInt16
    ) throws -> Process {
        let script = folder.appending(path: "port.lua")
        try """
        dofile("\(tools)/screenpop.lua")
        local ask = screenpop
        function screenpop(caller) ask(caller, \(daemon)) end
        """.write(to: script, atomically: true, encoding: .utf8)
        let configuration = folder.appending(path: "kamailio.cfg")
        try """
        #!KAMAILIO
        children=1
        disable_tcp=yes
        listen=udp:127.0.0.1:\(port)
        \(modules.map { "loadmodule \"\($0).so\"" }.joined(separator: "\n"))
        modparam("app_lua", "load", "\(script.path)")
        request_route {
            route(SCREENPOP);
            msg_apply_changes();
            append_to_reply("X-Told: $hdr(X-Screenpop)\\r\\n");
            sl_send_reply("480", "Tried");
            exit;
        }
        include_file "\(tools)/screenpop.cfg"

        """.write(to: configuration, atomically: true, encoding: .utf8)
        let proxy = Process()
        // The threads of a test block all signals, and their children would heed none.
        let start = "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); "
        proxy.executableURL = URL(filePath: "/usr/bin/env")
        proxy.arguments = [
            "python3", "-c", start + "os.execvp('kamailio', sys.argv)",
            "-DD", "-E", "-f", configuration.path, "-Y", folder.path,
            "-P", folder.appending(path: "pid").path,
        ]
        proxy.standardOutput = FileHandle.nullDevice
        proxy.standardError = FileHandle.nullDevice
        try proxy.run()
        return proxy
    }

    /// Calls until the proxy is up and replies.
    private static func reply(toCallFrom caller: String, _ port: UInt16) throws -> String {
        let name = UUID().uuidString
        let invite = [
            "INVITE sip:care@127.0.0.1:\(port) SIP/2.0",
            "Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK\(name)",
            "From: <sip:\(caller)@127.0.0.1>;tag=1", "To: <sip:care@127.0.0.1>",
            "Call-ID: \(name)", "CSeq: 1 INVITE", "X-Screenpop: forged", "Content-Length: 0", "",
            "",
        ].joined(separator: "\r\n")
        let deadline = ContinuousClock.now + Program.patience
        while ContinuousClock.now < deadline {
            let said = try Program.run(
                "nc", ["-u", "-w", "1", "127.0.0.1", "\(port)"], input: invite)
            if !said.output.isEmpty { return said.output }
        }
        throw Program.Failure("Kamailio does not reply")
    }
}
