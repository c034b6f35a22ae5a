import EventLoop
import Foundation
import ScreenPopClient

/// The real daemon, ended by its pid.
final class DaemonProcess {
    struct DidNotStart: Error {}

    let endpoint: Endpoint
    private let process = Process()
    private let heard = LockedText()

    init(database: String, _ arguments: [String] = []) throws {
        process.executableURL = Self.programs.appending(path: "screenpopd")
        process.arguments = ["--database", database, "--listen", "127.0.0.1:0"] + arguments
        let log = Pipe()
        process.standardError = log
        try process.run()
        var said = ""
        var port: UInt16?
        while port == nil {
            let bytes = log.fileHandleForReading.availableData
            if bytes.isEmpty { throw DidNotStart() }
            said += String(decoding: bytes, as: UTF8.self)
            port = said.firstMatch(of: /address=127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.1) }
        }
        endpoint = .tcp(host: Endpoint.loopbackHost, port: port!)
        keep(said, and: log.fileHandleForReading)
    }

    /// What it has said so far.
    var log: String { heard.text ?? "" }

    /// On a thread of its own: a `readabilityHandler` that ends itself at times crashes.
    private func keep(_ first: String, and rest: FileHandle) {
        heard.set(first)
        Thread.detachNewThread { [heard] in
            while case let bytes = rest.availableData, !bytes.isEmpty {
                heard.append(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    deinit { end() }

    /// `kill -9`, and waits for the end.
    func end() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The same at a moment to come, unless it ends before.
    func end(afterMicroseconds delay: Int) {
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        _ = ended.wait(timeout: .now() + .microseconds(delay))
        process.terminationHandler = nil
        end()
    }

    func client() throws -> Client { try Client(endpoint, patience: .seconds(120)) }

    private static var programs: URL {
        let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
        return bundle?.deletingLastPathComponent()
            ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    }
}
