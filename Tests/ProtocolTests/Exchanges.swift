import WireProtocol

/// A request's verb with what came back for it.
struct Exchange {
    let verb: Verb
    let reply: SaidLine
    let lines: [SaidLine]
}

/// All that the transcripts' requests bring, played in memory in one of the two forms.
struct Exchanges {
    private(set) var all: [Exchange] = []
    private(set) var pushes: [SaidLine] = []

    // A static cannot throw; without them there is nothing to compare.
    static let inText = try! Exchanges(.text)
    static let inJSON = try! Exchanges(.json)

    private init(_ format: ReplyFormat) throws {
        for transcript in Transcript.all where !["format", "endings"].contains(transcript.name) {
            let stage = try MemoryStage(configure: transcript.configure)
            for client in transcript.clients where format == .json {
                stage.send(Array("FORMAT json\n".utf8), from: client)
                _ = stage.nextLine(for: client)
            }
            for event in transcript.events {
                switch event.step {
                case .sends(let bytes) where !Self.choosesFormat(bytes):
                    stage.send(bytes, from: event.client)
                case .halfCloses: stage.endInput(of: event.client)
                case .sends, .receives, .isClosed: break
                }
            }
            for client in transcript.clients {
                let requests = transcript.requestLines(of: client)
                    .filter { !Self.choosesFormat($0) && !$0.isEmpty }
                try read(stage.allLines(for: client), requests)
            }
        }
    }

    private static func choosesFormat(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).hasPrefix("FORMAT")
    }

    private mutating func read(_ received: [String], _ requests: [[UInt8]]) throws {
        var requests = requests[...]
        var lines = received[...]
        while let line = lines.popFirst() {
            if line.isPushed {
                pushes.append(line.hasPrefix("{") ? try SaidLine(json: line) : SaidLine(text: line))
                continue
            }
            var (reply, block): (SaidLine, [SaidLine])
            if line.hasPrefix("{") {
                reply = try SaidLine(json: line)
                block = reply.lines
            } else {
                reply = SaidLine(text: line)
                block = []
                while reply.head == "210", let next = lines.popFirst(), next != "." {
                    block.append(SaidLine(text: next))
                }
            }
            let request = String(decoding: requests.popFirst() ?? [], as: UTF8.self)
            let word = request.split(separator: " ").first.map(String.init) ?? ""
            if let verb = Verb(rawValue: word.uppercased()) {
                all.append(Exchange(verb: verb, reply: reply, lines: block))
            }
        }
    }
}
