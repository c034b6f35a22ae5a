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
            if: Program.installed("kamailio") != nil && Program.installed("sipp") != nil,
            "needs Debian's kamailio, kamailio-lua-modules and sip-tester: Tools/setup"))
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
        let acme = "200 \\+442079460958 account=A1042 value=5 .*name=.Acme Ltd."
        try Self.call(from: "+442079460958", port, expecting: acme, in: folder)
        try Self.call(from: "+441632960999", port, expecting: "&lt;null&gt;", in: folder)
        // What a caller writes is never a request of its own.
        try Self.call(
            from: "+441632960999%0d%0aLOOKUP%20+442079460958", port, expecting: "&lt;null&gt;",
            in: folder)
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

    /// Calls with sipp, which says the same again until the proxy is up.
    private static func call(
        from caller: String, _ port: UInt16, expecting told: String, in folder: URL
    ) throws {
        let head = { (method: String, branch: String) in
            """
            \(method) sip:care@[remote_ip]:[remote_port] SIP/2.0
            Via: SIP/2.0/UDP [local_ip]:[local_port];branch=\(branch)
            From: <sip:\(caller)@[local_ip]:[local_port]>;tag=[call_number]
            To: <sip:care@[remote_ip]:[remote_port]>[peer_tag_param]
            Call-ID: [call_id]
            CSeq: 1 \(method)
            X-Screenpop: forged
            Content-Length: 0
            """
        }
        let scenario = folder.appending(path: "\(UUID().uuidString).xml")
        try """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="a call">
          <send retrans="200"><![CDATA[
        \(head("INVITE", "[branch]"))

        ]]></send>
          <recv response="480">
            <action>
              <ereg regexp="X-Told: \(told)" search_in="msg" check_it="true" assign_to="told"/>
              <ereg regexp="forged" search_in="msg" check_it_inverse="true" assign_to="told"/>
            </action>
          </recv>
          <send><![CDATA[
        \(head("ACK", "[branch-3]"))

        ]]></send>
          <Reference variables="told"/>
        </scenario>

        """.write(to: scenario, atomically: true, encoding: .utf8)
        let outcome = try Program.run(
            "sipp",
            [
                "127.0.0.1:\(port)", "-sf", scenario.path, "-m", "1", "-i", "127.0.0.1",
                "-nostdin", "-timeout", "\(Program.patience.components.seconds)s",
                "-timeout_error", "-trace_err", "-error_file", scenario.path + ".err",
            ])
        let complaints = try? String(contentsOfFile: scenario.path + ".err", encoding: .utf8)
        #expect(outcome.status == 0, "\(caller): \(complaints ?? outcome.complaints)")
    }
}
