import AsteriskManager
import Customers
import EventLoop
import Foundation
import Numbering
public import PBXLink
import SecureChannel

extension GivenSettings {
    /// The telephony systems whose calls are followed, as connections need them: every word is
    /// checked, and the secrets are read.
    public func followedPBXs() throws -> [PBXSettings] {
        var names: Set<PBX> = []
        return try pbxs.map { given in
            let settings = try PBXSettings(given)
            guard names.insert(settings.name).inserted else {
                throw given.problem("name \"\(settings.name.text)\" stands above, too")
            }
            return settings
        }
    }
}

extension PBXSettings {
    init(_ given: GivenPBX) throws {
        let text = try given.requiredText(.name)
        guard let name = PBX(text) else {
            throw given.problem(
                "name \"\(text)\" is no name of a PBX; "
                    + "write a word of at most \(PBX.byteLimit) letters and digits")
        }
        self.init(
            name: name, address: try Self.address(given), user: try Self.word(.user, given),
            secret: try Self.secret(given), phones: try Self.phones(given),
            line: try Self.line(given))
    }

    private static func address(_ given: GivenPBX) throws -> ServerAddress {
        switch (given.text(.ami), given.text(.amiTLS)) {
        case (let text?, nil): return try plainAddress(text, given)
        case (nil, let text?): return try encryptedAddress(text, given)
        case (nil, nil): throw given.problem("ami or ami-tls is missing")
        case (_?, _?): throw given.problem("ami and ami-tls cannot both be said")
        }
    }

    private static func plainAddress(_ text: String, _ given: GivenPBX) throws -> ServerAddress {
        for key in [GivenPBX.Key.certificateAuthority, .fingerprint] where given.text(key) != nil {
            throw given.problem("\(key.rawValue) goes with ami-tls")
        }
        do {
            let endpoint = try Endpoint(parsing: text)
            if case .tcp(_, 0) = endpoint { throw given.problem("ami \"\(text)\" has no port") }
            if endpoint.isLoopback { return .plain(endpoint) }
        } catch let problem as SettingError {
            throw problem
        } catch {
            throw given.problem("ami \(error)")
        }
        throw given.problem(
            "ami \"\(text)\" is another machine, and the secret would go over the network as it "
                + "is: write ami-tls, and tlsenable=yes in its manager.conf")
    }

    private static func encryptedAddress(
        _ text: String, _ given: GivenPBX
    ) throws -> ServerAddress {
        guard let address = ServerAddress(encrypted: text, trusting: try trust(given)) else {
            throw given.problem(
                "ami-tls \"\(text)\" is no host and port: write pbx.example.org:5039")
        }
        return address
    }

    private static func trust(_ given: GivenPBX) throws -> SecureContext.Trust {
        switch (given.text(.certificateAuthority), given.text(.fingerprint)) {
        case (nil, nil): return .system
        case (let path?, nil):
            // Tried now, so that what is wrong with it is said here.
            do {
                _ = try SecureContext(trusting: .file(path: path))
            } catch {
                throw given.problem("ca-file: \(error)")
            }
            return .file(path: path)
        case (nil, let text?):
            do {
                return try .fingerprint(parsing: text)
            } catch {
                throw given.problem("fingerprint \(error)")
            }
        case (_?, _?): throw given.problem("ca-file and fingerprint cannot both be said")
        }
    }

    /// A word that goes into a line of its own.
    private static func word(_ key: GivenPBX.Key, _ given: GivenPBX) throws -> String {
        let text = try given.requiredText(key)
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw given.problem("\(key.rawValue) must not hold control characters")
        }
        return text
    }

    /// The first line of the file that the settings name.
    private static func secret(_ given: GivenPBX) throws -> Secret {
        let path = try given.requiredText(.secretFile)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw given.problem("secret-file \(path) cannot be read")
        }
        let line = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)[0]
        guard !line.isEmpty else { throw given.problem("secret-file \(path) is empty") }
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        if let mode = mode as? Int, mode & 0o007 != 0 {
            throw given.problem(
                "secret-file \(path) can be read by everybody: chmod o= \(path)")
        }
        return Secret(String(line))
    }

    private static func phones(_ given: GivenPBX) throws -> PhoneNames {
        for (endpoint, agent) in given.agents where Agent(agent) == nil {
            throw given.problem("agents.\(endpoint) \"\(agent)\" is no agent's name")
        }
        for trunk in given.trunks where trunk.isEmpty || trunk.hasSuffix("/") {
            throw given.problem("trunks has \"\(trunk)\", which is no name of an endpoint")
        }
        for endpoint in given.agents.keys.sorted() where given.trunks.contains(endpoint) {
            throw given.problem("agents.\(endpoint) is among the trunks, too")
        }
        return PhoneNames(trunks: Set(given.trunks), agents: given.agents)
    }

    private static func line(_ given: GivenPBX) throws -> LineOverride {
        var line = LineOverride()
        for key in [GivenPBX.Key.region, .numbers, .accessCode] {
            guard let value = given.text(key) else { continue }
            do {
                _ = try line.take(key.rawValue, value)
            } catch {
                throw given.problem("\(key.rawValue) \(error)")
            }
        }
        return line
    }
}
