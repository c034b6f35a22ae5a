import Access
import CustomerStore
import Customers
import Logging
import Numbering
import ScreenPopServer
import Settings

extension Configuration {
    /// Checks what was said; the rest is as the operator finds it in the commented file.
    init(_ given: GivenSettings) throws {
        guard let database = given.text(.database), !database.isEmpty else {
            throw SettingError("no database named; say --database FILE, it is made if missing")
        }
        self.init(database: database)
        if let listen = given.list(.listen) {
            self.listen = try listen.map { try Self.address($0, .listen, given) }
        }
        listen += try (given.list(.oneShot) ?? []).map {
            try Self.address("\($0),one-shot", .oneShot, given)
        }
        tls = try TLSFiles.given(given)
        access = try Self.access(given)
        fastAGI = try Self.fastAGI(given)
        pbxs = try given.followedPBXs()
        snapshot = try Self.snapshot(given, of: database)
        logLevel = try Self.logLevel(given) ?? logLevel
        region = try given.text(.region).map { try Self.region($0, .region, given) }
        numbers = try Self.numberFormat(given) ?? numbers
        accessCode = try NumberingPlan.accessCode(.accessCode, given)
        plan = try NumberingPlan(given)
        suffixDigits = try Self.suffixDigits(given)
        scoring = try ScoringSettings(given)
        if let hours = try Self.scoreEveryHours(given) {
            scoreEverySeconds = hours == 0 ? nil : Int64(hours) * 3600
        }
        memoryLimit = try Self.memoryLimit(given) ?? memoryLimit
        fastAGIFrom = try (given.list(.fastAGIFrom) ?? []).map { text in
            guard let range = AddressRange(text) else {
                throw given.problem(
                    .fastAGIFrom,
                    "\"\(text)\" is no address and no network; write 10.0.1.5 or 10.0.1.0/24")
            }
            return range
        }
        storesCardNumbers = try Self.storesCardNumbers(given)
    }

    /// An empty name is none.
    private static func access(_ given: GivenSettings) throws -> AccessList? {
        guard let path = given.text(.access), !path.isEmpty else { return nil }
        return try AccessFile(path: path).list
    }

    private static func address(
        _ text: String, _ setting: Setting, _ given: GivenSettings
    ) throws -> ListenAddress {
        do {
            return try ListenAddress(parsing: text)
        } catch {
            throw given.problem(setting, "\(error)")
        }
    }

    /// `on` stands for the port that Asterisk asks unless told otherwise, `off` for none.
    private static func fastAGI(_ given: GivenSettings) throws -> ListenAddress? {
        guard let text = given.text(.fastAGI), text != "off" else { return nil }
        if text == "on" { return ListenAddress(defaultFastAGIEndpoint) }
        let address = try address(text, .fastAGI, given)
        guard !address.isEncrypted else {
            throw given.problem(.fastAGI, "Asterisk speaks no TLS there; leave out ,tls")
        }
        return address
    }

    private static func snapshot(
        _ given: GivenSettings, of database: String
    ) throws -> String? {
        guard let path = given.text(.snapshot) else { return "\(database)-snapshot" }
        if ["", "-wal", "-shm"].contains(where: { path == database + $0 }) {
            throw given.problem(.snapshot, "the snapshot and the database are two files")
        }
        return path == "off" ? nil : path
    }

    private static func logLevel(_ given: GivenSettings) throws -> Logger.Level? {
        try given.text(.logLevel).map { text in
            guard let level = Logger.Level(rawValue: text.lowercased()) else {
                throw given.problem(
                    .logLevel,
                    "\"\(text)\" is no log level; write one of "
                        + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return level
        }
    }

    private static func numberFormat(_ given: GivenSettings) throws -> NumberFormat? {
        try given.text(.numbers).map { text in
            guard let format = NumberFormat(word: text) else {
                throw given.problem(
                    .numbers,
                    "\"\(text)\" is no number format; "
                        + "write auto, e164, e164-no-plus or national")
            }
            return format
        }
    }

    private static func suffixDigits(_ given: GivenSettings) throws -> Int {
        let digits = try given.wholeNumber(.suffixDigits) ?? 0
        let range = Configuration.suffixDigitRange
        guard digits == 0 || range.contains(digits) else {
            throw given.problem(
                .suffixDigits,
                "write 0 or from \(range.lowerBound) to \(range.upperBound); \(digits) would find "
                    + "strangers or nobody")
        }
        return digits
    }

    private static func storesCardNumbers(_ given: GivenSettings) throws -> Bool {
        switch given.text(.cardNumbers) {
        case nil, "no": false
        case "yes": true
        case let text?: throw given.problem(.cardNumbers, "\"\(text)\" is neither yes nor no")
        }
    }

    private static func memoryLimit(_ given: GivenSettings) throws -> Int? {
        guard let text = given.text(.memoryLimit) else { return nil }
        guard let bytes = MemorySize(text)?.bytes, bytes >= Configuration.leastMemory else {
            throw given.problem(
                .memoryLimit,
                "\"\(text)\" is no limit; write at least 128M, as bytes or with K, M or G")
        }
        return bytes
    }

    private static func scoreEveryHours(_ given: GivenSettings) throws -> Int? {
        guard let hours = try given.wholeNumber(.scoreEvery) else { return nil }
        guard (0...8760).contains(hours) else {
            throw given.problem(
                .scoreEvery, "\(hours) is no interval; write 0 to 8760 hours, 0 for never")
        }
        return hours
    }

    /// The country of a setting's word.
    static func region(
        _ word: String, _ setting: Setting, _ given: GivenSettings
    ) throws -> Region {
        guard let region = Region(word) else {
            throw given.problem(
                setting, "\"\(word)\" is no country; write two letters, such as GB")
        }
        return region
    }
}
