import Customers
import Foundation
import Logging
import Numbering
import ScoringFile
import ScreenPopServer
import TOMLKit

/// Settings as words, before they are checked.
struct RawConfiguration {
    var database: String?
    var listen: [String]?
    var oneShot: [String]?
    var fastAGI: String?
    var region: String?
    var numbers: String?
    var logLevel: String?
    var snapshot: String?
    var scoreEvery: String?
    var config: String?
    var numbering = RawNumbering()
    var scoring: ScoringFile?

    /// The words of `self`, and of `other` where `self` has none.
    func over(_ other: RawConfiguration) -> RawConfiguration {
        RawConfiguration(
            database: database ?? other.database, listen: listen ?? other.listen,
            oneShot: oneShot ?? other.oneShot, fastAGI: fastAGI ?? other.fastAGI,
            region: region ?? other.region, numbers: numbers ?? other.numbers,
            logLevel: logLevel ?? other.logLevel, snapshot: snapshot ?? other.snapshot,
            scoreEvery: scoreEvery ?? other.scoreEvery, config: config ?? other.config,
            numbering: numbering.over(other.numbering))
    }
}

/// Why a configuration can't be used.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String
}

/// Reads the configuration: flags over environment over file.
struct ConfigurationReading {
    private let outer: RawConfiguration

    init(flags: Flags, environment: RawConfiguration) {
        let said = RawConfiguration(
            database: flags.database, listen: flags.listen.isEmpty ? nil : flags.listen,
            oneShot: flags.oneShot.isEmpty ? nil : flags.oneShot, fastAGI: flags.fastagi,
            region: flags.region, numbers: flags.numbers, logLevel: flags.logLevel,
            snapshot: flags.snapshot, scoreEvery: flags.scoreEvery.map { String($0) },
            config: flags.config, numbering: RawNumbering(flags: flags.numbering))
        outer = said.over(environment)
    }

    func read() throws -> Configuration {
        let file = try outer.config.map { try RawConfiguration(file: $0) }
        var configuration = try Configuration(checking: file.map(outer.over) ?? outer)
        try Self.settle(&configuration, file?.scoring, scoreEvery: outer.hoursToScore())
        return configuration
    }
}

extension RawConfiguration {
    /// The variables `SCREENPOP_...` of this process.
    static var ofProcess: RawConfiguration {
        let variables = ProcessInfo.processInfo.environment
        return RawConfiguration(
            database: variables["SCREENPOP_DATABASE"],
            listen: variables["SCREENPOP_LISTEN"].map(Self.addresses),
            fastAGI: variables["SCREENPOP_FASTAGI"],
            region: variables["SCREENPOP_REGION"], numbers: variables["SCREENPOP_NUMBERS"],
            logLevel: variables["SCREENPOP_LOG_LEVEL"],
            snapshot: variables["SCREENPOP_SNAPSHOT"],
            scoreEvery: variables["SCREENPOP_SCORE_EVERY"], config: variables["SCREENPOP_CONFIG"])
    }

    /// What was said outside the file, whose own form it has.
    fileprivate func hoursToScore() throws -> Int? {
        try scoreEvery.map { text in
            guard let hours = Int(text) else {
                throw ConfigurationError(description: "score-every is a whole number of hours")
            }
            return hours
        }
    }

    /// Splits at commas, but leaves the options of an address with it.
    private static func addresses(_ text: String) -> [String] {
        var addresses: [String] = []
        for part in text.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            let isOption =
                part.hasPrefix("region=") || part.hasPrefix("numbers=") || part == "one-shot"
            if isOption, let last = addresses.popLast() {
                addresses.append("\(last),\(part)")
            } else {
                addresses.append(part)
            }
        }
        return addresses
    }

    /// A TOML file with the names of the flags; anything else in it is an error.
    init(file path: String) throws {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: String(contentsOfFile: path, encoding: .utf8))
        } catch let error as TOMLParseError {
            throw ConfigurationError(description: "\(path): \(error)")
        } catch {
            throw ConfigurationError(description: "\(path): the file cannot be read")
        }
        let known =
            [
                "database", "listen", "one-shot", "fastagi", "region", "numbers", "log-level",
                "snapshot",
            ]
            + RawNumbering.keys + ScoringFile.keys
        for key in table.keys where !known.contains(key) {
            throw ConfigurationError(
                description: "\(path): unknown setting \(key); known: "
                    + known.joined(separator: ", "))
        }
        func word(_ key: String) throws -> String? {
            guard let value = table[key] else { return nil }
            guard let text = value.string else {
                throw ConfigurationError(description: "\(path): \(key) must be a text in quotes")
            }
            return text
        }
        listen = try table.texts("listen", in: path)
        oneShot = try table.texts("one-shot", in: path)
        fastAGI = try word("fastagi")
        numbering = try RawNumbering(table, in: path)
        scoring = try ScoringFile(table, in: path)
        database = try word("database")
        region = try word("region")
        numbers = try word("numbers")
        logLevel = try word("log-level")
        snapshot = try word("snapshot")
    }
}

extension TOMLTable {
    /// One text or a list of them; `nil` when the file does not say.
    func texts(_ key: String, in path: String) throws -> [String]? {
        guard let value = self[key] else { return nil }
        if let one = value.string { return [one] }
        guard let list = value.array else {
            throw ConfigurationError(description: "\(path): \(key) must be a list of texts")
        }
        return try list.map { item in
            guard let text = item.string else {
                throw ConfigurationError(description: "\(path): \(key) must hold texts")
            }
            return text
        }
    }
}

extension Configuration {
    /// `on` stands for the port that Asterisk asks unless told otherwise, `off` for none.
    private static func fastAGI(_ text: String) throws -> ListenAddress? {
        if text == "off" { return nil }
        if text == "on" { return ListenAddress(defaultFastAGIEndpoint) }
        return try ListenAddress(parsing: text)
    }

    init(checking raw: RawConfiguration) throws {
        guard let database = raw.database, !database.isEmpty else {
            throw ConfigurationError(
                description: "no database named; say --database FILE, it is made if missing")
        }
        self.init(database: database)
        if let listen = raw.listen {
            self.listen = try listen.map { try ListenAddress(parsing: $0) }
        }
        self.listen += try (raw.oneShot ?? []).map { try ListenAddress(parsing: "\($0),one-shot") }
        fastAGI = try raw.fastAGI.flatMap { try Self.fastAGI($0) }
        snapshot = raw.snapshot == "off" ? nil : raw.snapshot ?? "\(database)-snapshot"
        if ["", "-wal", "-shm"].contains(where: { snapshot == database + $0 }) {
            throw ConfigurationError(description: "the snapshot and the database are two files")
        }
        plan = try raw.numbering.plan()
        suffixDigits = try raw.numbering.checkedSuffixDigits()
        if let text = raw.region {
            guard let region = Region(text) else {
                throw ConfigurationError(
                    description: "\"\(text)\" is no country; write two letters, such as GB")
            }
            self.region = region
        }
        if let text = raw.numbers {
            guard let format = NumberFormat(word: text) else {
                throw ConfigurationError(
                    description: "\"\(text)\" is no number format; "
                        + "write auto, e164, e164-no-plus or national")
            }
            numbers = format
        }
        if let text = raw.logLevel {
            guard let level = Logger.Level(rawValue: text.lowercased()) else {
                throw ConfigurationError(
                    description: "\"\(text)\" is no log level; write one of "
                        + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
            }
            logLevel = level
        }
    }
}
