import ArgumentParser
import Customers
import EventLoop
import Foundation
import PBXLink
import Settings

struct PBXCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pbx",
        abstract: "Tries, records and replays how a telephony system's calls are followed.",
        subcommands: [PBXCheck.self, PBXRecord.self, PBXReplay.self])
}

/// Which of the telephony systems of a configuration is meant.
struct PBXOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The daemon's configuration, with its [[pbx]].", valueName: "file"))
    var config = "/etc/screenpop/screenpopd.toml"

    @Argument(
        help: ArgumentHelp(
            "The system's name there; needed where there are several.", valueName: "name"))
    var name: String?

    /// - Throws: an error in words for whoever has called.
    func settings() throws -> PBXSettings {
        let given = try GivenSettings(flags: [GivenWord(.config, config)], environment: [:])
        let known = try given.followedPBXs()
        let names = known.map(\.name.text).joined(separator: ", ")
        guard !known.isEmpty else { throw PBXProblem("\(config) has no [[pbx]]") }
        guard let name else {
            guard known.count == 1 else {
                throw PBXProblem("\(config) has several, say which: \(names)")
            }
            return known[0]
        }
        guard let settings = known.first(where: { $0.name.text == name }) else {
            throw PBXProblem("\(config) has no PBX \"\(name)\"; it has \(names)")
        }
        return settings
    }
}

/// Why there is nothing to try.
struct PBXProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
