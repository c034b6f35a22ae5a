/// What `VERSION` and `--version` tell.
public enum Version {
    public static let product = "1.0.0"
    /// The version of the text protocol.
    public static let `protocol` = 1
}
