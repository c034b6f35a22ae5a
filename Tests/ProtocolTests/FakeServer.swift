import Foundation
import Glibc

/// A server that says what a test tells it to, to one connection.
final class FakeServer {
    /// What it does about a request line.
    enum Answer {
        case line(String)
        /// Says nothing for so long, then that.
        case late(milliseconds: Int, String)
        /// Says nothing, ever.
        case nothing
        /// Says that and closes the connection.
        case lastWords(String)
    }

    let port: UInt16

    /// - Parameter answer: for the line that came, and how many came before it.
    init(_ answer: @escaping @Sendable (_ line: String, _ number: Int) -> Answer) throws {
        let listener = try ListeningSocket()
        port = listener.port
        Thread { Self.serve(listener, answer) }.start()
    }

    private static func serve(_ listener: ListeningSocket, _ answer: (String, Int) -> Answer) {
        let connection = listener.take()
        defer {
            close(connection)
            listener.end()
        }
        var received = ReceivedLines()
        var count = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let size = unsafe recv(connection, &buffer, buffer.count, 0)
            if size <= 0 { return }
            received.append(contentsOf: buffer[..<size])
            while let line = received.next() {
                let isGoingOn = reply(answer(line, count), on: connection)
                count += 1
                if !isGoingOn { return }
            }
        }
    }

    private static func reply(_ answer: Answer, on connection: Int32) -> Bool {
        switch answer {
        case .nothing: return true
        case .line(let text): return send(text, on: connection)
        case .lastWords(let text):
            _ = send(text, on: connection)
            return false
        case .late(let milliseconds, let text):
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(milliseconds))
            return send(text, on: connection)
        }
    }

    private static func send(_ text: String, on connection: Int32) -> Bool {
        let bytes = Array("\(text)\r\n".utf8)
        return unsafe Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            == bytes.count
    }
}
