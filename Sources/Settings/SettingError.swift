/// Why what was settled can't be used, for the person who wrote it.
public struct SettingError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
