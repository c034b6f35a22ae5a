import Access
import ArgumentParser
import Customers
import Foundation
import Settings

/// Keeps the list of those who may ask the daemon.
struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Who may ask the daemon, and as what.",
        discussion: """
            Keeps the file that screenpopd's --access names, and nothing of what people have \
            written in it is lost. A token is printed once, alone on standard output; the file has \
            its digest. The daemon takes a change when it reads its configuration again: \
            systemctl reload screenpopd, or SIGHUP. Exit code 0: done; 2: an error.
            """,
        subcommands: [
            AddAccess.self, ListAccess.self, RotateAccess.self, RemoveAccess.self,
        ])

    /// Says that nothing counts before the daemon knows.
    static func complainOfReload() {
        Terminal.complain("screenpopd takes it when it reads its configuration again (SIGHUP)")
    }
}

/// Which list.
struct AccessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The list; made if it is not there.", valueName: "file"))
    var file = AccessFile.standardPath

    /// Runs `work` and tells what went wrong.
    func complaining(_ command: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch {
            Terminal.complain("screenpop access \(command): \(error)")
            throw ExitCode(2)
        }
    }

    /// A name as it was typed.
    static func name(_ text: String) throws -> ClientName {
        guard let name = ClientName(text) else {
            throw SettingError(
                "\"\(text)\" is no name: 1 to \(ClientName.byteLimit) small letters, digits and "
                    + "hyphens, the first a letter")
        }
        return name
    }
}

/// `screenpop access add`.
struct AddAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Adds a client and prints its token, once.")

    @OptionGroup var options: AccessOptions

    @Argument(help: ArgumentHelp("A word for the client: pbx1, jo.", valueName: "name"))
    var name: String

    @Option(help: "telephony, agent, supervisor, diagnostic, admin or gateway.")
    var role: String

    @Option(help: "With agent: whose screens are its own, with commas between.")
    var agents: String?

    @Option(help: "From where it may come: 10.0.1.5, 10.0.1.0/24; repeatable.")
    var from: [String] = []

    @Option(help: "The user of this machine who is this client at the Unix-domain socket.")
    var uid: String?

    @Flag(help: "A certificate with this name as common name is enough.")
    var certificate = false

    @Flag(help: "With telephony: it is told names, to show them.")
    var names = false

    @Flag(help: "With agent and supervisor: it sees no money.")
    var noAccount = false

    @Flag(help: "It sees no losses of service, and no conversations of others.")
    var noOperations = false

    @Flag(help: "It may say UNMASK.")
    var unmask = false

    @Option(help: "Lookups a minute.")
    var lookupsPerMinute: Int?

    func run() throws {
        try options.complaining("add") {
            let name = try AccessOptions.name(name)
            var client = try client(name)
            let token = Token(for: name)
            // Who comes by another way needs none.
            let needsToken = uid == nil && !certificate
            if needsToken { client.tokens = [token.digest] }
            try AccessFile.change(options.file) { list, text in
                guard list[name] == nil else {
                    throw SettingError("\(name) is there already; see rotate and remove")
                }
                list.add(client)
                text.add(client)
            }
            if needsToken {
                Terminal.complain("The token of \(name), which nothing can show again:")
                Terminal.say(token.text)
            }
            AccessCommand.complainOfReload()
        }
    }

    private func client(_ name: ClientName) throws -> AccessClient {
        guard let role = Role(rawValue: role) else {
            throw SettingError(
                "\"\(role)\" is no role; write one of "
                    + Role.allCases.map(\.rawValue).joined(separator: ", "))
        }
        var client = AccessClient(name, role)
        client.agents = try (agents ?? "").split(separator: ",").map { text in
            guard let agent = Agent(String(text)) else {
                throw SettingError("\"\(text)\" is no agent's name")
            }
            return agent
        }
        client.from = try from.map { text in
            guard let range = AddressRange(text) else {
                throw SettingError("\"\(text)\" is no address and no network")
            }
            return range
        }
        client.user = try uid.map { try AccessFile.user($0) }
        client.hasCertificate = certificate
        if names { client.sight.insert(.names) }
        if noAccount { client.sight.remove(.account) }
        if noOperations { client.sight.remove(.operations) }
        client.mayUnmask = unmask
        client.lookupsPerMinute = lookupsPerMinute
        return client
    }
}

/// `screenpop access list`.
struct ListAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Who may come, as what, and how they show it.")

    @OptionGroup var options: AccessOptions

    @Option(
        help: ArgumentHelp(
            "The daemon's database: then also when each was last let in.", valueName: "file"))
    var database: String?

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
        try options.complaining("list") {
            let file = try AccessFile(path: options.file)
            if file.isOpen {
                Terminal.complain("\(options.file): everybody on this machine may read it")
            }
            let clients = file.list.clients.values.sorted { $0.name.text < $1.name.text }
            let uses = try database.map { try Self.uses($0) }
            for client in clients {
                let line = AccessLine(client, uses)
                Terminal.say(json ? line.json : line.text)
            }
        }
    }
}

extension ListAccess {
    /// Nobody may have been let in yet, but the database must be there.
    private static func uses(_ database: String) throws -> ClientUses {
        guard FileManager.default.fileExists(atPath: database) else {
            throw SettingError("there is no \(database)")
        }
        let path = ClientUses.path(of: database)
        guard FileManager.default.fileExists(atPath: path) else { return ClientUses() }
        return ClientUses(try String(contentsOfFile: path, encoding: .utf8))
    }
}

/// `screenpop access rotate`.
struct RotateAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Gives a client another token.",
        discussion: """
            Both are valid until --finish, so that the client can be given the new one in peace.
            """)

    @OptionGroup var options: AccessOptions

    @Argument(help: ArgumentHelp("The client.", valueName: "name"))
    var name: String

    @Flag(help: "The new one is in use: the old one is valid no more.")
    var finish = false

    func run() throws {
        try options.complaining("rotate") {
            let name = try AccessOptions.name(name)
            let token = Token(for: name)
            try AccessFile.change(options.file) { list, text in
                guard var client = list[name] else { throw SettingError("there is no \(name)") }
                if finish {
                    guard client.tokens.count > 1 else {
                        throw SettingError("\(name) has one token: rotate it first")
                    }
                    client.tokens.removeFirst()
                } else {
                    guard client.tokens.count < AccessClient.tokenLimit else {
                        throw SettingError(
                            "\(name) has two tokens already: say --finish when the newer one is "
                                + "in use")
                    }
                    client.tokens.append(token.digest)
                }
                list.add(client)
                try AccessFile.setTokens(of: client, in: &text)
            }
            if !finish {
                Terminal.complain("The new token of \(name), which nothing can show again:")
                Terminal.say(token.text)
            }
            AccessCommand.complainOfReload()
        }
    }
}

/// `screenpop access remove`.
struct RemoveAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Takes a client out.",
        discussion: "When the daemon knows, its connections are ended, too.")

    @OptionGroup var options: AccessOptions

    @Argument(help: ArgumentHelp("The client.", valueName: "name"))
    var name: String

    func run() throws {
        try options.complaining("remove") {
            let name = try AccessOptions.name(name)
            try AccessFile.change(options.file) { list, text in
                guard list[name] != nil else { throw SettingError("there is no \(name)") }
                list.remove(name)
                try AccessFile.remove(name, from: &text)
            }
            AccessCommand.complainOfReload()
        }
    }
}
