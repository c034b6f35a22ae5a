import Foundation
import ManagerStreams
import SeededRandom

@testable import AsteriskManager

/// A stream whose names no other stream has, so that several can go on at once.
struct Disjoint {
    let story: StreamStory
    let messages: [ManagerMessage]
    private let epoch: String

    /// - Parameter place: from 0 to 89; tells the streams apart.
    init(_ story: StreamStory, place: Int) {
        self.story = story
        epoch = "\(10 + place)95697"
        let serial = String(format: "-%02x", place)
        let lines = String(decoding: ManagerStream[story.name].bytes, as: UTF8.self)
            .replacingOccurrences(of: "1795697", with: epoch)
            .replacingOccurrences(of: "-000000", with: "\(serial)0000")
            .replacingOccurrences(of: "BridgeUniqueid: ", with: "BridgeUniqueid: \(place)-")
        messages = Story.messages(Array(lines.utf8))
    }

    /// The lines of its own calls.
    func lines(_ changes: [CallChange]) -> [String] {
        var story = Story()
        story.tell(changes.filter { $0.call.hasPrefix(epoch) })
        return story.lines
    }

    /// What a follower makes of all of them at once, in an order that the seed says.
    static func merged(
        _ streams: [Disjoint], seed: UInt64, _ take: (ManagerMessage) -> Void
    ) {
        var random = SplitMix64(seed: seed)
        var rest = streams.map { $0.messages[...] }.filter { !$0.isEmpty }
        while let index = rest.indices.randomElement(using: &random) {
            take(rest[index].removeFirst())
            if rest[index].isEmpty { rest.remove(at: index) }
        }
    }
}
