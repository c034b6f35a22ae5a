import ManagerStreams

/// What a stream comes to.
struct StreamStory: CustomStringConvertible, Sendable {
    let name: String
    let lines: [String]

    var description: String { name }

    private init(_ name: String, _ text: String) {
        self.name = name
        lines = text.split(separator: "\n").map(String.init)
    }

    static let all = [
        answered("queue-ringall"), answered("queue-local-members"),
        StreamStory(
            "queue-linear",
            """
            ARRIVE a +441632960801
            RING a 2001 +441632960801
            WITHDRAW a 2001
            RING a 2002 +441632960801
            ANSWER a 2002
            HANGUP a
            """),
        // The recording ends while it rings; `agent-ends` goes on with this call.
        StreamStory("abandon", rung),
        // It begins in the middle of a call, which is learnt of all the same, and ends while the
        // next one rings.
        StreamStory(
            "agent-ends",
            """
            ARRIVE a +441632960801
            ARRIVE b +441632960801
            ANSWER b 2001
            HANGUP b
            RING a 2001 +441632960801
            RING a 2002 +441632960801
            """),
        StreamStory(
            "two-calls",
            """
            ARRIVE a +441632960801
            ARRIVE b +441632960801
            ANSWER b 2001
            ARRIVE c +441632960802
            RING a 2001 +441632960801
            RING a 2002 +441632960801
            RING c 2001 +441632960802
            RING c 2002 +441632960802
            ANSWER c 2002
            HANGUP a
            HANGUP c
            """),
        StreamStory(
            "withheld",
            """
            ARRIVE a withheld
            RING a 2001 withheld
            RING a 2002 withheld
            ANSWER a 2001
            HANGUP a
            """),
        transferred("blind-transfer"), transferred("attended-transfer"),
        StreamStory("pickup", rung + "\nANSWER a 2003\nHANGUP a"),
        StreamStory("internal-call", ""),
    ]

    private static let rung = """
        ARRIVE a +441632960801
        RING a 2001 +441632960801
        RING a 2002 +441632960801
        """

    private static func answered(_ name: String) -> StreamStory {
        StreamStory(name, rung + "\nANSWER a 2001\nHANGUP a")
    }

    private static func transferred(_ name: String) -> StreamStory {
        StreamStory(
            name, rung + "\nANSWER a 2001\nTRANSFER a 2003\nANSWER a 2003\nHANGUP a")
    }
}
