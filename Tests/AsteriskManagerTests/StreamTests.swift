import Customers
import ManagerStreams
import Testing

@testable import AsteriskManager

/// What a real Asterisk said, call by call, and what consoles must then be told.
@Suite struct StreamTests {
    @Test(arguments: StreamStory.all)
    func aStreamTellsItsStory(_ story: StreamStory) {
        #expect(Story.lines([ManagerStream[story.name].bytes]) == story.lines)
    }

    /// Cut once, at every byte; and everywhere.
    @Test(arguments: StreamStory.all)
    func aStreamTellsItsStoryWhereverItIsCut(_ story: StreamStory) {
        let bytes = ManagerStream[story.name].bytes
        let whole = Story.messages(bytes)
        var (reader, count) = (ManagerReader(), 0)
        for cut in bytes.indices {
            // Behind the end of the message nothing is left of the cut.
            var (second, next) = (reader, count)
            for start in stride(from: cut, to: bytes.endIndex, by: 64) where next == count {
                let piece = bytes[start...].prefix(64)
                second.read(Array(piece).span) {
                    if $0 != whole[next] { Issue.record("cut at \(cut)") }
                    next += 1
                }
            }
            #expect(next > count)
            reader.read([bytes[cut]].span) { _ in count += 1 }
        }
        #expect(count == whole.count)
        #expect(Story.lines(bytes.map { [$0] }) == story.lines)
    }

    /// What follows one another in time is in one stream, too: nothing hangs over.
    @Test func allStreamsOneBehindTheOtherLeaveNothing() {
        var follower = CallFollower(Story.names)
        for message in ManagerStream.calls.flatMap({ Story.messages($0.bytes) }) {
            _ = follower.take(message)
        }
        // One of the two calls outlives its recording.
        #expect(follower.liveCalls == ["1795697425.16"])
        #expect(follower.speaking("1795697425.16").map(\.text) == ["2001"])
        #expect(follower.channelCount == 2)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func streamsDoNotMixWhenTheyComeAtOnce(seed: UInt64) {
        let streams = (StreamStory.all + StreamStory.all).enumerated().map {
            Disjoint($1, place: $0)
        }
        var follower = CallFollower(Story.names)
        var changes: [CallChange] = []
        Disjoint.merged(streams, seed: seed) { changes += follower.take($0) }
        for stream in streams { #expect(stream.lines(changes) == stream.story.lines) }
    }
}
