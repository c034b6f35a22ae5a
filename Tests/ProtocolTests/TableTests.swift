import CallerIndex
import CustomerRecords
import Foundation
import Numbering
import ProtocolWords
import Testing
import WireProtocol

/// Keeps the tables of `Protocol/` and the constants of the code from drifting apart.
@Suite struct TableTests {
    /// Codes that no transcript can provoke, each with the test that does.
    private static let shownElsewhere: [ReplyCode: String] = [
        .busy: "LimitTests: needs 10,000 requests that wait for the database",
        .tooManyConnections: "LimitTests: needs 10,001 connections",
        .databaseUnavailable: "LimitTests: needs a database that cannot be read",
        .notStored: "LimitTests: needs a database that cannot be written",
        .silentTooLong: "LimitTests: needs 300 seconds",
        .tooManyWatchers: "ConsoleTests: needs 17 consoles",
        .tooSlow: "ConsoleTests: needs a console that does not read",
        .shuttingDown: "LimitTests: needs a server that stops",
    ]

    @Test func codesAreThoseOfTheCode() throws {
        let rows = try Repository.table("codes.tsv")
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
        let rows = try Repository.table("limits.tsv")
        #expect(rows.allSatisfy { $0.count == 4 && !$0.contains("") })
        #expect(rows.map { "\($0[0]) \($0[1])" } == Self.limits.map { "\($0) \($1)" })
        #expect(CustomerRecord.numberLimit == Limits.numbersPerCustomer)
    }

    /// A limit that is added must be added to the table, too.
    @Test func noLimitIsForgotten() throws {
        let source = try String(
            contentsOf: Repository.root.appending(path: "Sources/ProtocolWords/Limits.swift"),
            encoding: .utf8)
        let names = source.matches(of: /static let (\w+)/).map { String($0.1) }
        #expect(names == Self.limits.map(\.0))
    }

    private static let limits: [(String, Int)] = [
        ("requestLineBytes", Limits.requestLineBytes), ("connections", Limits.connections),
        ("unsentReplyBytes", Limits.unsentReplyBytes),
        ("slowClientSeconds", Limits.slowClientSeconds),
        ("firstRequestSeconds", Limits.firstRequestSeconds),
        ("lingerSeconds", Limits.lingerSeconds), ("shutdownSeconds", Limits.shutdownSeconds),
        ("waitingRequests", Limits.waitingRequests), ("historyEntries", Limits.historyEntries),
        ("historyEntriesDefault", Limits.historyEntriesDefault),
        ("explainedEntries", Limits.explainedEntries), ("cardEntries", Limits.cardEntries),
        ("nameBytes", Limits.nameBytes),
        ("textBytes", Limits.textBytes), ("referenceBytes", Limits.referenceBytes),
        ("blockBytes", Limits.blockBytes), ("serviceBytes", Limits.serviceBytes),
        ("kindBytes", Limits.kindBytes), ("numbersPerCustomer", Limits.numbersPerCustomer),
        ("listedMatches", Limits.listedMatches), ("listedRejections", Limits.listedRejections),
        ("listedNumbers", Limits.listedNumbers),
        ("listedNumbersDefault", Limits.listedNumbersDefault), ("agentBytes", Limits.agentBytes),
        ("listedClients", Limits.listedClients),
        ("calls", Limits.calls),
        ("agentsPerCall", Limits.agentsPerCall),
        ("callSeconds", Limits.callSeconds),
        ("wrapUpSeconds", Limits.wrapUpSeconds),
        ("callBytes", Limits.callBytes),
        ("watchedAgents", Limits.watchedAgents),
        ("watchersPerAgent", Limits.watchersPerAgent),
        ("wallboards", Limits.wallboards),
        ("unsentPushBytes", Limits.unsentPushBytes),
        ("waitingCallFacts", Limits.waitingCallFacts),
        ("gatewaySessions", Limits.gatewaySessions),
        ("gatewayEnvironmentMilliseconds", Limits.gatewayEnvironmentMilliseconds),
        ("gatewayAnswerMilliseconds", Limits.gatewayAnswerMilliseconds),
        ("gatewaySessionMilliseconds", Limits.gatewaySessionMilliseconds),
        ("gatewayLineBytes", Limits.gatewayLineBytes),
        ("gatewayEnvironmentBytes", Limits.gatewayEnvironmentBytes),
    ]
}
