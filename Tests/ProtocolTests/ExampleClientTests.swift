import Foundation
import Testing
import TestSupport

/// The clients of `Protocol/examples`, run against the real daemon as a process of its own.
@Suite(.serialized, .timeLimit(.minutes(30))) struct ExampleClientTests {
    private static let acme =
        "200 +442079460958 account=A1042 value=5 complaints=2 referrals=3 interruptions=1"

    @Test(.enabled(if: Examples.python != nil))
    func pythonLooksUp() throws {
        let daemon = try Daemon.withBase()
        let found = try python(["lookup", "020 7946 0958"], daemon)
        #expect(found.status == 0 && found.output.hasPrefix(Self.acme), "\(found)")
        let nobody = try python(["lookup", "+442079460958", "+441632960999"], daemon)
        #expect(nobody.status == 1, "\(nobody)")
        #expect(nobody.output.hasSuffix("404 +441632960999 match=none\n"), "\(nobody)")
        let injected = try python(["lookup", "+441632960999\nQUIT"], daemon)
        #expect(injected.output == "404 +441632960999 match=none\n", "\(injected)")
        let card = try python(["card", "A1042"], daemon)
        #expect(card.status == 0 && card.output.hasPrefix("210 A1042\ncustomer id=1 "), "\(card)")
        let history = try python(["history", "#1", "2"], daemon)
        #expect(history.status == 0 && history.output.split(separator: "\n").count == 3)
        #expect(try python(["card", "A;1"], daemon).status == 2)
    }

    /// What a program sees that imports the class.
    @Test(.enabled(if: Examples.python != nil))
    func pythonReadsReplies() throws {
        let daemon = try Daemon.withBase()
        let program = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import screenpop
            with screenpop.Client("127.0.0.1", int(sys.argv[2])) as client:
                found = client.lookup("+493023125042")
                print(found.code, found.fields.word, found.fields["name"], found.fields["down"])
                print(client.lookup("").fields["match"], client.lookup("x").fields["reason"])
                card = client.card("#8")
                print(card.fields.word, [line.word for line in card.lines])
                print(card.lines[4]["number"], card.lines[5]["number"], card.lines[5]["entered"])
                print(client.history("A1049").fields["entries"], client.card("X1").code)
            """
        let outcome = try Program.run(
            Examples.python!, ["-B", "-c", program, Examples.folder, "\(daemon.port)"])
        #expect(
            outcome.output == """
                200 +493023125042 Bäckerei "Zum Löwen" \\ Köln None
                withheld not-a-number
                A1049 ['customer', 'address', 'preference', 'figures', 'phone', 'phone']
                +353209101234 None ask for the shop
                0 405

                """, "\(outcome)")
    }

    @Test(.enabled(if: Examples.python != nil))
    func pythonSaysThatThereIsNoServer() throws {
        let outcome = try Program.run(
            Examples.python!,
            [
                "-B", Examples.folder + "/screenpop.py", "--server", "127.0.0.1:1",
                "lookup", "1",
            ])
        #expect(outcome.status == 2 && outcome.complaints.contains("no server at 127.0.0.1:1"))
    }

    @Test(.enabled(if: Examples.netcat != nil))
    func shellLooksUp() throws {
        let daemon = try Daemon.withBase()
        let found = try shell("(020) 7946 0958", daemon)
        #expect(found.status == 0 && found.output.hasPrefix(Self.acme), "\(found)")
        let nobody = try shell("+441632960999", daemon)
        #expect(nobody.status == 1 && nobody.output == "404 +441632960999 match=none\n")
        let withheld = try shell("", daemon)
        #expect(withheld.status == 1 && withheld.output == "410 match=withheld\n")
        let injected = try shell("+441632960999\nQUIT", daemon)
        #expect(injected.output == "404 +441632960999 match=none\n", "\(injected)")
        #expect(try Program.run("/bin/sh", [Examples.folder + "/lookup.sh"]).status == 2)
        let nowhere = try Program.run(
            "/bin/sh", [Examples.folder + "/lookup.sh", "1", "127.0.0.1", "1"])
        #expect(nowhere.status == 2)
    }

    private func python(_ arguments: [String], _ daemon: Daemon) throws -> Program.Outcome {
        try Program.run(
            Examples.python!,
            ["-B", Examples.folder + "/screenpop.py", "--server", "127.0.0.1:\(daemon.port)"]
                + arguments)
    }

    private func shell(_ number: String, _ daemon: Daemon) throws -> Program.Outcome {
        try Program.run(
            "/bin/sh", [Examples.folder + "/lookup.sh", number, "127.0.0.1", "\(daemon.port)"])
    }
}

private enum Examples {
    static let python = Program.installed("python3")
    static let netcat = Program.installed("nc")
    static let folder = Repository.contract.appending(path: "examples").path
}

extension Daemon {
    /// With the base of the transcripts.
    fileprivate static func withBase() throws -> Daemon {
        try Daemon(["--database", Base.shared.copy(), "--region", "GB"])
    }
}
