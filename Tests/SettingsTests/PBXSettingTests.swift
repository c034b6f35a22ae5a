import AsteriskManager
import Customers
import EventLoop
import Foundation
import Numbering
import PBXLink
import SecureChannel
import Settings
import TestSupport
import Testing

/// The tables `[[pbx]]`: what they mean, and what is said of mistakes.
@Suite struct PBXSettingTests {
    /// A table that is right but for what a test puts in; later lines win over none.
    private static func settings(
        _ lines: [String], without left: String? = nil, mode: Int = 0o600,
        secret: String = "s3cret\nmore\n"
    ) throws -> [PBXSettings] {
        let file = try Scratch.file(secret)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        let sound = [
            "name = 'main'", "ami = '127.0.0.1:5038'", "user = 'screenpop'",
            "secret-file = '\(file)'",
        ]
        let named = Set(lines.map { $0.prefix { $0 != " " } })
        let kept = sound.filter { line in
            let key = line.prefix { $0 != " " }
            return !named.contains(key) && left.map { key != $0 } ?? true
        }
        let path = try Scratch.file((["[[pbx]]"] + kept + lines).joined(separator: "\n"))
        return try GivenSettings(flags: [GivenWord(.config, path)], environment: [:])
            .followedPBXs()
    }

    @Test func aTableIsAConnection() throws {
        let read = try Self.settings([
            "trunks = ['trunk', 'PJSIP/isdn']", "agents = { 'PJSIP/anna-maria' = '1001' }",
            "region = 'DE'", "numbers = 'national'", "access-code = '0'",
        ])
        #expect(
            read == [
                PBXSettings(
                    name: PBX("main")!, address: .plain(.tcp(host: "127.0.0.1", port: 5038)),
                    user: "screenpop", secret: Secret("s3cret"),
                    phones: PhoneNames(
                        trunks: ["trunk", "PJSIP/isdn"], agents: ["PJSIP/anna-maria": "1001"]),
                    line: LineOverride(
                        place: .region(Region("DE")!), format: .national,
                        access: .code(AccessCode("0")!)))
            ])
    }

    @Test(
        arguments: [
            ("pbx.example.org:5039", "pbx.example.org", 5039), ("10.0.0.5:5039", "10.0.0.5", 5039),
            ("[fd00::5]:5039", "fd00::5", 5039),
        ] as [(String, String, UInt16)])
    func anotherMachineIsReachedEncrypted(text: String, host: String, port: UInt16) throws {
        let read = try Self.settings(["ami-tls = '\(text)'"], without: "ami")
        #expect(read.map(\.address) == [.encrypted(host: host, port: port, trusting: .system)])
        let digits = String(repeating: "ab", count: 32)
        let pinned = try Self.settings(
            ["ami-tls = '\(text)'", "fingerprint = 'sha256:\(digits)'"], without: "ami")
        let trust = SecureContext.Trust.fingerprint([UInt8](repeating: 0xAB, count: 32))
        #expect(pinned.map(\.address) == [.encrypted(host: host, port: port, trusting: trust)])
    }

    @Test(arguments: [
        (["name = ''"], "name is missing"),
        (["name = 'a b'"], "name \"a b\" is no name of a PBX"),
        (["name = 7"], "name must be a text in quotes"),
        (["nmae = 'x'"], "unknown setting nmae; known: name, ami, ami-tls, "),
        (["ami = '10.0.0.5:5038'"], "ami \"10.0.0.5:5038\" is another machine"),
        (["ami = 'pbx:5038'"], "ami \"pbx\" is no IP address"),
        (["ami-tls = 'pbx:5039'"], "ami and ami-tls cannot both be said"),
        (["ca-file = '/x.pem'"], "ca-file goes with ami-tls"),
        (["user = \"a\\nb\""], "user must not hold control characters"),
        (["secret-file = '/no/such'"], "secret-file /no/such cannot be read"),
        (["trunks = 7"], "trunks must be a list of texts"),
        (["trunks = [7]"], "trunks must hold texts in quotes"),
        (["trunks = ['trunk', '']"], "trunks has \"\", which is no name of an endpoint"),
        (["trunks = ['PJSIP/']"], "trunks has \"PJSIP/\", which is no name of an endpoint"),
        (["ami = '127.0.0.1:0'"], "ami \"127.0.0.1:0\" has no port"),
        (["trunks = ['a']", "agents = { a = '1' }"], "agents.a is among the trunks, too"),
        (["agents = ['1001']"], "agents must be a table"),
        (["agents = { 'PJSIP/anna' = 7 }"], "agents.PJSIP/anna must be a text"),
        (["agents = { 'PJSIP/anna' = '*' }"], "agents.PJSIP/anna \"*\" is no agent's name"),
        (["region = 'Germany'"], "region \"Germany\" is no country"),
    ])
    func aMistakeIsNamedWithItsPlace(lines: [String], said: String) throws {
        let error = #expect(throws: SettingError.self) { _ = try Self.settings(lines) }
        let complaint = error?.description ?? ""
        #expect(complaint.contains(": pbx 1: \(said)"), "\(complaint)")
    }

    @Test(arguments: [
        (["ami-tls = 'pbx'"], "ami-tls \"pbx\" is no host and port"),
        (["ami-tls = 'pbx:0'"], "ami-tls \"pbx:0\" is no host and port"),
        (["ami-tls = 'fd00::5:5039'"], "ami-tls \"fd00::5:5039\" is no host and port"),
        (["ami-tls = 'pbx:5039'", "fingerprint = 'ab'"], "fingerprint \"ab\" is no SHA-256"),
        (
            ["ami-tls = 'pbx:5039'", "fingerprint = '\(String(repeating: "+1", count: 32))'"],
            "fingerprint \"+1"
        ),
        (["ami-tls = 'pbx:5039'", "ca-file = '/no/such'"], "ca-file: the trusted certificates"),
        ([], "ami or ami-tls is missing"),
    ])
    func aMistakeOfTheEncryptionIsNamed(lines: [String], said: String) throws {
        let error = #expect(throws: SettingError.self) {
            _ = try Self.settings(lines, without: "ami")
        }
        let complaint = error?.description ?? ""
        #expect(complaint.contains(": pbx 1: \(said)"), "\(complaint)")
    }

    @Test func aSecretThatOthersMayReadIsRefusedAndNoneIsEverShown() throws {
        let error = #expect(throws: SettingError.self) {
            _ = try Self.settings([], mode: 0o644)
        }
        #expect(error?.description.contains("can be read by everybody: chmod o= ") == true)
        #expect(throws: SettingError.self) { _ = try Self.settings([], secret: "\n") }
        let read = try Self.settings([])
        #expect(!"\(read)".contains("s3cret") && !String(reflecting: read).contains("s3cret"))
    }

    @Test func namesStandOnce() throws {
        let file = try Scratch.file("s3cret")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let table = """
            [[pbx]]
            name = "main"
            ami = "127.0.0.1:5038"
            user = "x"
            secret-file = "\(file)"

            """
        let path = try Scratch.file(table + table)
        let given = try GivenSettings(flags: [GivenWord(.config, path)], environment: [:])
        let error = #expect(throws: SettingError.self) { _ = try given.followedPBXs() }
        #expect(error?.description.contains(": pbx 2: name \"main\" stands above, too") == true)
        // What is given can be read again as it stands, without a secret in it.
        let again = try Scratch.file(given.description)
        let second = try GivenSettings(flags: [GivenWord(.config, again)], environment: [:])
        #expect(second.pbxs.map { $0.text(.secretFile) } == [file, file])
        #expect(!given.description.contains("s3cret"))
    }

    /// The commented table of the example has every key, and each example of a page is one.
    @Test func theExamplesAreTables() throws {
        let example = try Repository.text("Tools/systemd/screenpopd.toml")
        let table = example.split(separator: "\n").drop { $0 != "# [[pbx]]" }
        let keys = table.compactMap { $0.firstMatch(of: #/^#   ([\w-]+) = /#)?.1 }
        let shown = Set(keys.map(String.init)).union(["numbers", "access-code"])
        #expect(shown == Set(GivenPBX.Key.allCases.map(\.rawValue)))
        for page in ["Tools/asterisk/README.md", "Tools/freepbx/README.md"] {
            let blocks = try Repository.text(page).matches(of: #/```toml\n([\s\S]*?)```/#)
            let tables = blocks.filter { $0.1.contains("[[pbx]]") }
            #expect(!tables.isEmpty, "\(page)")
            for block in tables {
                let path = try Scratch.file(String(block.1))
                let given = try GivenSettings(
                    flags: [GivenWord(.config, path)], environment: [:])
                #expect(!given.pbxs.isEmpty, "\(page)")
            }
        }
    }
}
