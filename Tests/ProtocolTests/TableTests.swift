import CallerIndex
import CustomerRecords
import Foundation
import FrontDesk
import Numbering
import ProtocolWords
import Testing
import TestSupport
import WireProtocol

/// Keeps the tables of `Protocol/` and the constants of the code from drifting apart.
@Suite struct TableTests {
    /// Codes that no transcript can provoke, each with the test that does.
    private static let shownElsewhere: [ReplyCode: String] = [
        .busy: "LimitTests: needs 10,000 requests that wait for the database",
        .tooManyConnections: "LimitTests: needs 10,001 connections",
        .questionTooLong: "ReadersTests: needs a question that takes long",
        .databaseUnavailable: "LimitTests: needs a database that cannot be read",
        .notStored: "LimitTests: needs a database that cannot be written",
        .notSignedIn: "AccessTests: needs a client of another machine",
        .silentTooLong: "LimitTests: needs 300 seconds",
        .tooManyWatchers: "ConsoleTests: needs 17 consoles",
        .shareUsedUp: "ShareTests: needs one client for many",
        .unfinishedTooLong: "ShareTests: needs 300 seconds",
        .tooMuchMemory: "ShareTests: needs clients that read nothing",
        .tooSlow: "ConsoleTests: needs a console that does not read",
        .shuttingDown: "LimitTests: needs a server that stops",
    ]

    @Test func codesAreThoseOfTheCode() throws {
        let rows = try Repository.table("Protocol/codes.tsv")
        #expect(
            rows.map { $0.prefix(3).joined(separator: " ") }
                == ReplyCode.allCases.map { "\($0.rawValue) \($0) \($0.text)" })
        #expect(rows.allSatisfy { $0.count == 5 && !$0.contains("") })
    }

    @Test(arguments: ReplyCode.allCases)
    func everyCodeOccursInATranscript(_ code: ReplyCode) {
        let occurs = Transcript.all.contains { transcript in
            transcript.clients.contains {
                transcript.codes(of: $0).contains(Int(code.rawValue))
            }
        }
        #expect(occurs != (Self.shownElsewhere[code] != nil), "\(code)")
    }

    @Test(arguments: Verb.allCases)
    func everyVerbOccursInATranscript(_ verb: Verb) {
        let first = Transcript.all.flatMap(\.sentLines).map { $0.prefix { $0 != " " } }
        #expect(first.contains { $0.uppercased() == verb.rawValue })
        #expect(Transcript.all.contains { $0.sentLines.contains("HELP \(verb.rawValue)") })
    }

    @Test func limitsAreThoseOfTheCode() throws {
        let rows = try Repository.table("Protocol/limits.tsv")
        #expect(rows.allSatisfy { $0.count == 4 && !$0.contains("") })
        #expect(
            rows.map { $0.prefix(3).joined(separator: " ") }
                == Limits.all.map { "\($0.name) \($0.value) \($0.unit)" })
        #expect(CustomerRecord.numberLimit == Limits.numbersPerCustomer)
        #expect(Findings.hitLimit == Limits.listedMatches)
    }

    /// A limit that is added must be added to the table, too.
    @Test func noLimitIsForgotten() throws {
        let source = try String(
            contentsOf: Repository.root.appending(path: "Sources/ProtocolWords/Limits.swift"),
            encoding: .utf8)
        let names = source.matches(of: /static let (\w+)/).map { String($0.1) }
        #expect(names == Limits.all.map { "\($0.name)" })
    }
}
