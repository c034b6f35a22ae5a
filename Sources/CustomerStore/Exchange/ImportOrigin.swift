/// From which system an import is: what `source` of its rows says.
public struct ImportOrigin: Hashable, Sendable {
    /// The source of rows whose import named none.
    static let unnamed = "import"
    /// The longest name, in characters.
    public static let nameLimit = 64

    let name: String
    /// Whether somebody has named it: then it may take rows of its own from customer to customer.
    let isNamed: Bool
    /// Whether rows that nobody has named become its own when it tells them.
    let adopts: Bool

    /// An import that names no source.
    public static let none = ImportOrigin(name: unnamed, isNamed: false, adopts: false)

    /// One that names none and takes away what is gone.
    static let removing = ImportOrigin(name: unnamed, isNamed: false, adopts: true)

    private init(name: String, isNamed: Bool, adopts: Bool) {
        self.name = name
        self.isNamed = isNamed
        self.adopts = adopts
    }

    /// - Returns: `nil` unless `name` is 1 to `nameLimit` letters a to z, digits, `-`, `_` and `.`.
    public init?(_ name: String) {
        let isWord = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        guard isWord, (1...Self.nameLimit).contains(name.utf8.count) else { return nil }
        self.init(name: name, isNamed: true, adopts: true)
    }

    /// In SQL; a name has no quotation marks.
    var literal: String { "'\(name)'" }

    /// The sources of rows that become this one's, in SQL: agents and imports without a name.
    var adopted: String { "('', '\(Self.unnamed)')" }
}
