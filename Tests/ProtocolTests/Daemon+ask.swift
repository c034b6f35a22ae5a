import TestSupport

extension Daemon {
    /// Sends one line on a connection of its own.
    func ask(_ line: String) throws -> String? {
        let client = try SocketClient(port: port)
        client.send(Array("\(line)\r\n".utf8))
        return client.nextLine()
    }
}
