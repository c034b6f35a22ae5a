import ProtocolWords
import Release
import WireProtocol

extension ReplyWriter {
    mutating func pong() {
        begin(.done)
        say("pong")
        end()
    }

    mutating func version() {
        begin(.done)
        serverFields()
        end()
    }

    /// The program and the protocol with their versions.
    mutating func serverFields() {
        field("server", word: "screenpopd/\(Version.product)")
        field("protocol", Version.protocol)
    }

    /// All verbs or one, a line each: the shape, then a sentence.
    mutating func help(_ verb: Verb?) {
        let verbs = verb.map { [$0] } ?? Verb.allCases
        beginBlock()
        field("verbs", verbs.count)
        for verb in verbs {
            line("verb")
            field("shape", quoted: verb.shape)
            field("does", quoted: verb.summary)
        }
        endBlock()
    }
}
