import CustomerStore
import Foundation

/// A bar on the last line of the terminal; nothing where there is no terminal.
final class ProgressLine {
    private static let barWidth = 30
    private let isShown = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var isDrawn = false

    func show(_ progress: ImportProgress) {
        draw(
            progress.file, Double(progress.bytesDone) / Double(max(1, progress.bytesTotal)),
            "\(progress.rows) rows")
    }

    func show(done: Int, of total: Int, _ unit: String) {
        draw(unit, Double(done) / Double(max(1, total)), "\(done)")
    }

    /// Leaves the line empty for other words.
    func clear() {
        guard isDrawn else { return }
        Terminal.write("\r\u{1B}[K", to: .standardError)
        isDrawn = false
    }

    private func draw(_ title: String, _ share: Double, _ count: String) {
        guard isShown else { return }
        let filled = Int(share * Double(Self.barWidth))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: ".", count: Self.barWidth - filled)
        Terminal.write(
            "\r\u{1B}[K\(title) [\(bar)] \(Int(share * 100)) % \(count)", to: .standardError)
        isDrawn = true
    }
}
