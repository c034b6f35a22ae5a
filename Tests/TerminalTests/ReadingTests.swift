import Foundation
import Testing
import TestSupport

/// Long texts in a real terminal: pasted, stored, read.
@Suite(.timeLimit(.minutes(30))) struct ReadingTests {
    /// On terminals that mark what is pasted, and on those that do not.
    @Test(arguments: [("TERM=screen", true), ("TERM=screen", false), ("TERM=vt100", false)])
    func aPasteIsStoredWithAllItsLines(_ term: String, _ isMarked: Bool) throws {
        let workplace = try Workplace()
        let console = try workplace.console(columns: 100, rows: 30, environment: [term])
        try workplace.say("RING c1 07700 900123 kim")
        try console.shows("Jane Bloggs  A1043")
        try console.press("n")
        try console.shows("NOTE about Jane Bloggs")
        let lines = (0..<200).map { "line \($0): the parcel was sent again on that day, she says" }
        let text = lines.joined(separator: "\n")
        try console.paste(text, isMarked: isMarked)
        try console.shows("line 199:")
        // A call that comes now is not held up.
        try workplace.say("RING c2 020 7946 0958 kim")
        try console.shows("RINGS Acme Ltd")
        try console.press("C-s")
        try console.shows("note stored")
        let stored = try workplace.query(
            "SELECT replace(text, char(10), '|') FROM notes WHERE reference LIKE 'pop-%'")
        #expect(stored == [lines.joined(separator: "|")])
        // And it is read with all of them; the call of the same second goes before it.
        _ = try workplace.query("UPDATE calls SET rang_at = rang_at - 60 RETURNING id")
        try console.press("h")
        try console.shows("HISTORY of Jane Bloggs (A1043)", ">")
        try console.press("Enter")
        try console.shows("NOTE of Jane Bloggs", "line 0:")
        for _ in 0..<14 { try console.press("Space") }
        try console.shows("line 199:")
    }
}
