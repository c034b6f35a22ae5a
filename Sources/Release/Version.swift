/// What `VERSION` and every program's `--version` tell; nothing else says it.
public enum Version {
    public static let product = "1.0.0"
    /// The version of the text protocol.
    public static let `protocol` = 1
}
