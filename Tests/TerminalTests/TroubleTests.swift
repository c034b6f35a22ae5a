import Foundation
import Testing
import TestSupport

/// The line breaks, the daemon restarts, the terminal is a poor one.
@Suite(.timeLimit(.minutes(30))) struct TroubleTests {
    @Test func theDaemonRestartsAndNothingTypedIsLost() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043")
        try console.press("n")
        try console.type("Typed before")
        try console.shows("Typed before")
        workplace.stopDaemon()
        try console.shows("!! NOT CONNECTED")
        try console.type(" and while the server was away")
        try console.press("Enter")
        try console.shows(
            "Typed before and while the server was away", "stored as soon as the server is back")
        try workplace.startDaemon()
        try console.shows("connected to", "note stored")
        let notes = try workplace.query("SELECT text FROM notes WHERE reference LIKE 'pop-%'")
        #expect(notes == ["Typed before and while the server was away"])
        // The new daemon knows the call: it rings still.
        try console.shows("RINGS", "Jane Bloggs  A1043")
        try workplace.say("HANGUP c1")
        try console.shows("missed")
    }

    /// Whatever becomes of the daemon, a call is over when the telephony system says so.
    @Test(arguments: [SIGTERM, SIGKILL])
    func aCallGoesOnWhileTheDaemonStartsAgain(_ signal: Int32) throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 07700 900123 kim")
        try workplace.say("ANSWER c1 kim")
        try console.shows("SPEAKING", "Jane Bloggs  A1043")
        try workplace.settle()
        workplace.endDaemon(signal)
        try console.shows("!! NOT CONNECTED")
        try workplace.startDaemon()
        try console.shows("connected to", "SPEAKING", "Jane Bloggs  A1043")
        // One that starts now counts from when the call began.
        _ = try workplace.query("UPDATE live_calls SET began_at = began_at - 240")
        workplace.endDaemon(SIGKILL)
        try workplace.startDaemon()
        let late = try workplace.console(agent: "kim")
        try late.shows("SPEAKING", "Jane Bloggs  A1043")
        let began = try workplace.query(
            "SELECT strftime('%H:%M', began_at, 'unixepoch') FROM live_calls")
        try late.shows(try #require(began.first))
        try workplace.say("HANGUP c1")
        try console.shows("ended after")
        try late.shows("ended after")
    }

    @Test func aDatabaseThatDoesNotTakeItLeavesTheFormOpen() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043")
        _ = try workplace.query(
            """
            CREATE TRIGGER refuse BEFORE INSERT ON notes
            BEGIN SELECT RAISE(ABORT, 'not today'); END
            """)
        try console.press("n")
        try console.type("Still here")
        try console.press("Enter")
        try console.shows("!! NOT STORED", "Still here")
        _ = try workplace.query("DROP TRIGGER refuse")
        try console.press("Enter")
        try console.shows("note stored")
        #expect(try workplace.query("SELECT text FROM notes WHERE text = 'Still here'").count == 1)
    }

    @Test(arguments: [
        ("TERM=vt100", "NO_COLOR="), ("TERM=screen", "NO_COLOR=1"), ("TERM=linux", "NO_COLOR=1"),
    ])
    func withoutColoursEverythingIsSaid(_ term: String, _ noColour: String) throws {
        let workplace = try Workplace()
        let console = try workplace.console(environment: [term, noColour])
        try workplace.say("RING c1 020 7946 0958 kim")
        try console.shows("RINGS", "Acme Ltd  A1042", "!! 1 open", "highest")
        let colours = try console.output.firstMatch(of: /\u{1B}\[[0-9;]*[34][0-7][0-9;]*m/)
        #expect(colours == nil)
    }

    @Test func coloursAreThereWhereTheTerminalHasThem() throws {
        let workplace = try Workplace()
        let console = try workplace.console(environment: ["TERM=screen"])
        try workplace.say("RING c1 020 7946 0958 kim")
        try console.shows("!! 1 open")
        #expect(try console.output.contains(/\u{1B}\[[0-9;]*41[0-9;]*m/))
    }

    /// A session without any locale, as a bare ssh may give.
    @Test func aSessionWithoutALocaleShowsNamesToo() throws {
        let workplace = try Workplace()
        let console = try workplace.console(environment: ["LANG=", "LC_ALL="])
        try workplace.say("RING c1 0353 20 910 1234 kim")
        try workplace.say("RING c2 +353209101234 kim")
        try console.press("Tab")
        try console.shows("Siobhán Kelly")
    }

    @Test func anOldTerminalGetsNothingButASCII() throws {
        let workplace = try Workplace()
        let console = try workplace.console(environment: ["TERM=vt100"], ["--ascii"])
        try workplace.say("RING c2 +353209101234 kim")
        try console.shows("Siobhan Kelly", "REFERRALS 0", "OPEN NOW")
        #expect(try console.screen.joined().utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func aSignalGivesTheTerminalBackAndKeepsTheText(_ signal: Int32) throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043")
        try console.press("n")
        try console.type("Half a note")
        try console.shows("Half a note")
        kill(try console.process, signal)
        let screen = try console.shows("before", "ended \(128 + signal)", "icanon", "echo")
        #expect(!screen.contains { $0.contains("-icanon") || $0.contains("-echo ") })
        #expect(try console.value(of: "alternate_on") == "0")
        #expect(try console.value(of: "cursor_flag") == "1")
        let next = try workplace.console()
        try next.shows("a text that was not stored is here again")
        try next.press("t")
        try next.shows("NOTE about Jane Bloggs (A1043)", "Half a note")
        try next.press("Enter")
        try next.shows("note stored")
    }

    @Test func textsThatCannotBeKeptAreToldAtOnceAndAtTheEnd() throws {
        let workplace = try Workplace()
        let console = try workplace.console(environment: ["XDG_STATE_HOME=/dev/null"])
        try console.shows("are lost when this console ends")
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043")
        try console.press("n")
        try console.type("Half a note")
        try console.shows("Half a note")
        kill(try console.process, SIGTERM)
        try console.shows("screenpop console: texts not stored are lost", "ended \(128 + SIGTERM)")
    }

    @Test func aFileOfTextsThatCannotBeReadIsPutAside() throws {
        let workplace = try Workplace()
        let folder = URL(filePath: workplace.state).appending(path: "screenpop")
        let broken = Data("[{\"kind\":".utf8)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try broken.write(to: folder.appending(path: "console-kim-1"))
        let console = try workplace.console()
        try console.shows("texts of an earlier console could not be read")
        let kept = try Data(contentsOf: folder.appending(path: "console-kim-1.unreadable"))
        #expect(kept == broken)
    }

    @Test func theScreenFollowsTheTerminalsSize() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 020 7946 0958 kim")
        try console.shows("Acme Ltd  A1042", "CALLS")
        try console.press("n")
        try console.type("Typed while the window changes")
        try console.resize(columns: 140, rows: 40)
        let wide = try console.shows("CALLS", "Typed while the window changes", "Ctrl-W")
        #expect(wide.contains { $0.count > 80 && $0.contains("CALLS") })
        try console.resize(columns: 20, rows: 5)
        try console.shows("screenpop", "changes")
        try console.resize(columns: 80, rows: 24)
        try console.shows("Acme Ltd  A1042", "Typed while the window changes")
    }

    @Test func quittingLeavesNothingBehind() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try console.press("?")
        try console.shows("KEYS", "record a contact")
        try console.press("Escape")
        try console.shows("No call.")
        try console.press("q")
        try console.shows("Quit?")
        try console.press("y")
        try console.shows("before", "ended 0")
        #expect(try console.value(of: "alternate_on") == "0")
    }

    @Test func whatCannotWorkIsSaidAtOnce() throws {
        let program = Program.built("screenpop")
        let cases = [
            ["--agent", "*"], ["--agent", "two words"], ["--agent", "1001", "--server", "nowhere"],
            ["--agent", "1001"],
        ]
        for arguments in cases {
            #expect(throws: Program.Failure.self) {
                try Program.output(of: [program, "console"] + arguments)
            }
        }
    }
}
