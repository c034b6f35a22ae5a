import SeededRandom
import Testing

@testable import ScreenPopClient

/// A console's waits between attempts to connect.
@Suite struct BackoffTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func waitsGrowToTheirLimitAndBeginAnew(seed: UInt64) {
        var backoff = Backoff(using: SplitMix64(seed: seed))
        for _ in 0..<3 {
            for longest in [1000, 2000, 4000, 8000, 10_000, 10_000] {
                #expect((Backoff.least...longest).contains(backoff.next()))
            }
            backoff.reset()
        }
    }

    /// 10,000 consoles that lose their server at once come back spread over the whole wait.
    @Test(arguments: [(0, 1000), (4, 10_000)])
    func aCrowdComesBackEvenly(attempt: Int, longest: Int) {
        var counts = [Int](repeating: 0, count: 10)
        for seed in 0..<10_000 as Range<UInt64> {
            var backoff = Backoff(using: SplitMix64(seed: seed))
            for _ in 0..<attempt { _ = backoff.next() }
            let wait = backoff.next() - Backoff.least
            counts[wait * 10 / (longest - Backoff.least + 1)] += 1
        }
        for count in counts { #expect((850...1150).contains(count)) }
    }
}
