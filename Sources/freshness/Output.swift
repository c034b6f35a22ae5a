import Foundation
import Histogram

/// What is printed.
enum Output {
    static func say(_ text: String) {
        // Nobody is left to tell when the terminal itself is gone.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    static func text(_ seen: Latencies) -> String {
        let values = [50, 90, 99, 100].map { percent in
            "\(percent == 100 ? "max" : "p\(percent)") "
                + milliseconds(seen.valueAtPercentile(Double(percent)))
        }
        return "\(seen.totalCount), \(values.joined(separator: ", ")) ms"
    }

    static func milliseconds(_ nanoseconds: UInt64) -> String {
        String(format: "%.2f", Double(nanoseconds) / 1e6)
    }
}
