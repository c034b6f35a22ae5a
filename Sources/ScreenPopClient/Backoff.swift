/// How long to wait before the next attempt to connect: a random part of a time that grows.
///
/// Consoles that lose their server at one moment come back spread over all of that time, and not
/// together ("full jitter").
///
/// - Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
struct Backoff {
    /// The longest first wait; each further one may be twice as long, up to `last`.
    static let first = 1000
    static let last = 10_000
    /// The shortest wait, so that a server that refuses at once is not asked all the time.
    static let least = 50

    private var random: any RandomNumberGenerator
    private var longest = first

    init(using random: any RandomNumberGenerator = SystemRandomNumberGenerator()) {
        self.random = random
    }

    /// The next wait, in milliseconds.
    mutating func next() -> Int {
        let wait = Int.random(in: Self.least...longest, using: &random)
        longest = min(2 * longest, Self.last)
        return wait
    }

    /// The next wait is a first one.
    mutating func reset() { longest = Self.first }
}
