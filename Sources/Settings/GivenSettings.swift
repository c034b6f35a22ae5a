import Configuration

/// What was said for each setting: flags go over the environment, that goes over the file.
public struct GivenSettings: Sendable {
    private let flags: [Setting: [String]]
    private let environment: [String: String]
    private let file: SettingsFile?
    /// Joins the three. It tells nobody why a value cannot be had; so all of it is words, which
    /// can always be had, and what they must be is checked here.
    private let reader: ConfigReader

    /// Reads the file that a flag or the environment names, if any.
    ///
    /// - Parameter environment: all variables of the process; one that begins like ours and is
    ///   none of ours is an error.
    public init(flags: [GivenWord], environment: [String: String]) throws {
        try self.init(flags: flags, environment: environment) { try SettingsFile(path: $0) }
    }

    init(
        flags: [GivenWord], environment: [String: String],
        file read: (_ path: String) throws -> SettingsFile
    ) throws {
        try Self.check(environment)
        self.flags = Dictionary(grouping: flags, by: \.setting).mapValues { $0.map(\.text) }
        self.environment = environment
        let path = self.flags[.config]?.last ?? environment[Setting.config.variable]
        file = try path.map(read)
        let words = self.flags.map { setting, texts in
            (AbsoluteConfigKey(setting.path), setting.kind.content(texts))
        }
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: words)),
            EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: ConfigKey([Setting.variablePrefix])),
            InMemoryProvider(name: "file", values: file?.words ?? [:]),
        ])
    }

    /// Refuses variables that nobody reads, which are slips of the pen: a word that is none, small
    /// letters, another sign between the words, the daemon's name for the product's.
    private static func check(_ environment: [String: String]) throws {
        let known = Set(Setting.all.map(\.variable))
        let ours = environment.keys.filter { name in
            let words = String(name.uppercased().map { $0.isLetter ? $0 : "_" })
            let isDaemons = words.hasPrefix("\(Setting.variablePrefix)D_")
            return words.hasPrefix("\(Setting.variablePrefix)_") && !known.contains(name)
                || isDaemons && known.contains(words.replacing("SCREENPOPD_", with: "SCREENPOP_"))
        }
        guard let unknown = ours.min() else { return }
        let names = Setting.all.map(\.variable).joined(separator: ", ")
        throw SettingError("unknown variable \(unknown); known: \(names)")
    }

    /// Telephone systems whose calls are followed; only the file can say them.
    public var pbxs: [GivenPBX] { file?.pbxs ?? [] }

    /// The words for a setting; `nil`: nobody says. A text or a number is one word.
    func words(_ setting: Setting) -> [String]? {
        let key = ConfigKey(setting.path)
        guard setting.kind.isList else { return reader.string(forKey: key).map { [$0] } }
        let list = reader.stringArray(forKey: key)
        // A variable without a value says that there is nothing in the list.
        if list == [""], environment[setting.variable] == "" { return [] }
        return setting.kind == .addresses ? list.map(Self.wholeAddresses) : list
    }

    /// Joins the options of an address to it where commas were taken for the end of it.
    private static func wholeAddresses(_ parts: [String]) -> [String] {
        var addresses: [String] = []
        for part in parts {
            let isOption =
                ["one-shot", "tls"].contains(part)
                || ["region=", "numbers=", "access-code=", "pbx="].contains { part.hasPrefix($0) }
            if isOption, let last = addresses.popLast() {
                addresses.append("\(last),\(part)")
            } else {
                addresses.append(part)
            }
        }
        return addresses
    }

    /// Where a setting is said, so that it is found again; `nil`: nowhere.
    func place(_ setting: Setting) -> String? {
        if flags[setting] != nil { return "--\(setting.flag)" }
        if environment[setting.variable] != nil { return setting.variable }
        return file?.place(setting)
    }
}

extension Setting.Kind {
    /// Whether there can be several words.
    var isList: Bool {
        switch self {
        case .text, .wholeNumber, .number: false
        case .list, .addresses, .cutPoints, .table: true
        }
    }

    /// What stands on a command line: of several texts the last one counts, where one can.
    fileprivate func content(_ texts: [String]) -> ConfigValue {
        guard isList else { return ConfigValue(.string(texts.last ?? ""), isSecret: false) }
        let words = texts.flatMap { $0.split(separator: ",") }
        return ConfigValue(
            .stringArray(words.map(\.trimmed).filter { !$0.isEmpty }), isSecret: false)
    }
}
