import Foundation
import ReplyReading
import Testing

/// An agent's day in a real terminal, with the real daemon and a real database.
@Suite(.timeLimit(.minutes(30))) struct DayTests {
    @Test func aCallPopsIsTakenAndWrappedUp() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try console.shows("No call.")
        try workplace.say("RING c1 020 7946 0958 kim")
        try console.shows(
            "RINGS", "+442079460958", "Acme Ltd  A1042", "!! 1 open",
            #"!! complaint  C-501"#, "1560.50 GBP", "Has a spare router", "? help")
        #expect(try console.output.contains("\u{7}"))
        try workplace.say("ANSWER c1 kim")
        try console.shows("SPEAKING 00:0")
        try workplace.say("HANGUP c1")
        try console.shows("ended after 00:0", "Acme Ltd  A1042")
        try console.press("Escape")
        try console.shows("No call.", "ended      Acme Ltd")
    }

    @Test func aContactIsInTheDatabase() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 020 7946 0958 kim")
        try console.shows("Acme Ltd  A1042")
        try console.press("c")
        try console.shows("CONTACT with Acme Ltd (A1042)")
        try console.type(#"Why does "it" drop at \8?"#)
        try console.press("Enter")
        try console.type("Zoë: 日本 router changed, it works.")
        try console.shows("日本 router changed")
        try console.press("Enter")
        try console.shows("contact stored", "phone/in  kim     solved")
        let rows = try workplace.query(
            """
            SELECT channel, direction, kind, agent, outcome, subject, detail FROM interactions
            WHERE reference LIKE 'pop-%'
            """)
        #expect(
            rows == [
                #"phone|in|question|kim|solved|Why does "it" drop at \8?|"#
                    + "Zoë: 日本 router changed, it works."
            ])
    }

    @Test func aComplaintIsOpenedAndClosed() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043", "OPEN NOW nothing")
        try console.press("o")
        try console.type("No signal since Monday")
        try console.press("Enter")
        try console.shows("complaint opened", "!! 1 open", "No signal since Monday")
        try console.press("x")
        try console.shows("CLOSE COMPLAINT ", "About: No signal since Monday")
        try console.type("Aerial replaced")
        try console.press("Up", "y", "C-s")
        try console.shows("complaint closed", "! settled", "OPEN NOW nothing")
        let rows = try workplace.query(
            """
            SELECT status, upheld, resolution FROM complaints
            WHERE reference GLOB '[1-9][0-9][0-9]-[0-9][0-9][0-9]-[0-9][0-9][0-9]'
            """)
        #expect(rows == ["closed|1|Aerial replaced"])
    }

    @Test func aReferralAndALongNoteAreStoredWhole() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043")
        try console.press("r")
        try console.type("Ines Ortega")
        try console.press("Enter")
        try console.shows("referral stored", "1 pending")
        let text = (0..<400).map { "word\($0)" }.joined(separator: " ")
        try console.press("n")
        try console.type(text)
        try console.shows("word399")
        try console.press("Enter")
        try console.shows("note stored")
        let notes = try workplace.query(
            "SELECT replace(text, char(10), ' ') FROM notes WHERE reference LIKE 'pop-%'")
        #expect(notes == [text])
    }

    @Test func aSharedNumberIsChosenAndAnUnknownOneLinked() throws {
        let workplace = try Workplace()
        let console = try workplace.console()
        try workplace.say("RING c1 01632 960101 kim")
        try console.shows("2 customers share this number", "1  Jane Bloggs", "2  Joe Bloggs")
        try console.press("2")
        try console.shows("Joe Bloggs  A1044", "chosen by you")
        try workplace.say("RING c2 0121 496 0123 kim")
        try console.shows("RINGS unknown number +441214960123")
        try console.press("Tab")
        try console.shows("WHO IS IT?", "link this number to an account")
        try console.press("l")
        try console.type("A1048")
        try console.press("Enter")
        try console.shows("Northfield Dairy  A1048", "! provisional link")
        #expect(try workplace.say("LOOKUP 0121 496 0123").fields["account"] == "A1048")
        // It was the wrong one: the number goes to another account.
        try console.press("w")
        try console.type("A1047")
        try console.press("Up", "Right", "C-s")
        try console.shows("Edith Palmer  A1047", "number linked")
        #expect(try workplace.say("LOOKUP 0121 496 0123").fields["account"] == "A1047")
        // A colleague confirms it.
        let colleague = try workplace.console(agent: "jo")
        try workplace.say("RING c3 0121 496 0123 jo")
        try colleague.shows("Edith Palmer  A1047", "y confirms")
        try colleague.press("y")
        try colleague.shows("the link is confirmed")
        try colleague.hides("y confirms")
    }

    @Test func whatAColleagueWritesIsOnTheScreen() throws {
        let workplace = try Workplace()
        let console = try workplace.console(columns: 140, rows: 40)
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043", "OPEN NOW nothing")
        try workplace.say("COMPLAINT A1043 agent=jo Parcel lost")
        try console.shows("!! 1 open", "Parcel lost")
        // Another program, with nothing but SQLite.
        _ = try workplace.query(
            "UPDATE complaints SET status = 'error' WHERE subject = 'Parcel lost'")
        try console.shows("OPEN NOW nothing")
    }

    @Test func twoConsolesOfOneAgentShowTheSame() throws {
        let workplace = try Workplace()
        let (left, right) = (try workplace.console(), try workplace.console(columns: 130, rows: 30))
        try workplace.say("RING c1 07700 900123 kim")
        try left.shows("RINGS", "Jane Bloggs  A1043")
        try right.shows("RINGS", "Jane Bloggs  A1043")
        try left.press("n")
        try left.type("from the left")
        try left.press("Enter")
        try left.shows("note stored")
        try right.press("h")
        try right.shows("HISTORY of Jane Bloggs (A1043)", "from the left")
    }

    /// It cannot be that a caller's name steers the terminal.
    @Test func namesAreShownAndNotObeyed() throws {
        let workplace = try Workplace()
        _ = try workplace.query(
            "UPDATE customers SET name = 'A' || char(27) || '[2J' || char(7) || '日本' || char(8238)")
        let console = try workplace.console(columns: 140, rows: 40)
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("A [2J 日本", "A1043")
        #expect(try !console.output.contains("\u{202E}"))
    }
}
