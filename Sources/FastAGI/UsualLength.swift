/// How long the environments of a dialplan are: about the same, call by call.
///
/// Asterisk sends each line by itself. Whoever knows how many bytes come at least need not be woken
/// for every one of them, at a cost that Asterisk bears on the same cores.
public struct UsualLength {
    /// Environments after which the shortest one of before is forgotten.
    private static let window = 64
    /// What numbers and names may be shorter than in any environment of the window, in bytes.
    private static let slack = 24

    private var shortest: Int?
    private var shortestBefore: Int?
    private var count = 0

    public init() {}

    /// Bytes that every environment had at least, of late; 0: nothing is known yet.
    public var least: Int {
        guard let least = [shortest, shortestBefore].compactMap(\.self).min() else { return 0 }
        return max(0, least - Self.slack)
    }

    /// An environment was so long, in bytes.
    public mutating func note(_ length: Int) {
        shortest = min(shortest ?? length, length)
        count += 1
        if count == Self.window {
            (shortestBefore, shortest, count) = (shortest, nil, 0)
        }
    }
}
