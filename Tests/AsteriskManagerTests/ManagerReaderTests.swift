import Testing

@testable import AsteriskManager

/// Bytes of the manager interface to messages.
@Suite struct ManagerReaderTests {
    @Test func theGreetingIsAMessageOfItsOwn() {
        let messages = Self.read(
            "Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: Hello\r\n\r\n")
        #expect(messages.count == 2)
        #expect(messages.first?.greeting == "Asterisk Call Manager/11.0.0")
        #expect(messages.last?.response == "Success" && messages.last?["message"] == "Hello")
    }

    private static func read(_ text: String) -> [ManagerMessage] {
        var reader = ManagerReader()
        var messages: [ManagerMessage] = []
        let bytes = Array(text.utf8)
        reader.read(bytes.span) { messages.append($0) }
        return messages
    }
}
