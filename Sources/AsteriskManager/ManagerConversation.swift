/// The talk with one Asterisk as a value: what to send next for what was read.
///
///     greeted ──> signing in ──> asking ──list complete──> following ──> over
///                     |             |                       ^  | every minute: the list again
///                  refused       refused                    +──+
public struct ManagerConversation: Sendable {
    private enum Stage: Equatable {
        case connected
        case signingIn
        case asking
        case following
        case over
    }

    /// What an answer that is awaited answers.
    private enum Question: Equatable {
        case login, filter, settings, list, ping
        /// Whether this caller's number may be shown.
        case presentation(call: String)
    }

    /// Ticks without a word from Asterisk that make it silent.
    private static let silentTicks = 2
    /// Ticks from one list of channels to the next.
    private static let ticksPerList = 4
    /// Lists in a row that tell of calls no event told of.
    private static let deafLists = 2
    /// The first version of the interface whose events we can follow: Asterisk 12's.
    private static let oldestVersion = 2
    private static let greeting = "Asterisk Call Manager/"
    private static let presentation = "CALLERID(num-pres)"
    /// Callers whom Asterisk is asked about at once; the others wait.
    static let presentationLimit = 64

    private let user: String
    private let secret: String
    /// What is known of this Asterisk's calls.
    public private(set) var follower: CallFollower
    /// Events that have come, the wanted and the others.
    public private(set) var eventCount = 0

    private var stage = Stage.connected
    private var version = ""
    private var questions: [(id: String, question: Question)] = []
    private var lastID = 0
    private var silence = 0
    private var ticksToList = ticksPerList
    /// An event of a call has come since the last list.
    private var hasHeard = false
    private var deafness = 0
    /// Asterisk lets us ask for a channel's variables.
    private var maySeeVariables = true
    /// Calls of which it is not known whether the number may be shown.
    private var doubtful = DoubtfulCalls()

    public init(user: String, secret: String, agents: PhoneNames) {
        self.user = user
        self.secret = secret
        follower = CallFollower(agents)
    }

    /// The connection is lost, and the next message is the first of a new one.
    public mutating func beginAgain() {
        follower.beginAgain()
        stage = .connected
        questions = []
        silence = 0
        hasHeard = false
        deafness = 0
        maySeeVariables = true
        doubtful = DoubtfulCalls()
        ticksToList = Self.ticksPerList
    }

    /// Takes what Asterisk has said.
    public mutating func take(_ message: ManagerMessage) -> [ManagerStep] {
        silence = 0
        switch stage {
        case .connected: return greet(message)
        case .over: return []
        case .signingIn, .asking, .following:
            guard !message.isEvent else { return takeEvent(message) }
            return takeAnswer(message)
        }
    }

    /// To be called every 15 seconds.
    public mutating func tick() -> [ManagerStep] {
        guard stage != .over else { return [] }
        if silence == Self.silentTicks { return [end(with: .lost(.isSilent))] }
        silence += 1
        guard stage == .following else { return [] }
        ticksToList -= 1
        var steps = told(follower.settle())
        if !awaits(.ping) { steps.append(ask(.ping, "Ping")) }
        if ticksToList <= 0, !awaits(.list) {
            ticksToList = Self.ticksPerList
            steps.append(askForList())
        }
        return steps
    }

    private func awaits(_ question: Question) -> Bool {
        questions.contains { $0.question == question }
    }

    /// No event of a call that comes in says whether its number may be shown, so that is asked.
    private mutating func told(_ changes: [CallChange]) -> [ManagerStep] {
        guard !changes.isEmpty else { return [] }
        for case .arrive(let call, .number) in changes where maySeeVariables {
            if doubtful.isFull { doubtful.keep { follower.channelName(of: $0) != nil } }
            doubtful.add(call)
        }
        return [.changes(changes)] + askForPresentations()
    }

    private mutating func askForPresentations() -> [ManagerStep] {
        var steps: [ManagerStep] = []
        while doubtful.askedCount < Self.presentationLimit, let call = doubtful.next() {
            guard let channel = follower.channelName(of: call) else {
                doubtful.settle(call)
                continue
            }
            steps.append(
                ask(
                    .presentation(call: call), "Getvar",
                    [("Channel", channel), ("Variable", Self.presentation)]))
        }
        return steps
    }

    private mutating func end(with step: ManagerStep) -> ManagerStep {
        stage = .over
        return step
    }
}

/// What we say.
extension ManagerConversation {
    /// The events that are followed; a regular expression that is looked for in the whole event.
    private static let filter =
        "^Event: (Newchannel|NewCallerid|Rename|DialBegin|DialEnd|BridgeEnter|BridgeLeave"
        + "|AttendedTransfer|HangupRequest|Hangup|Shutdown)[^A-Za-z]"

    private mutating func ask(
        _ question: Question, _ action: String, _ headers: [(String, String)] = []
    ) -> ManagerStep {
        lastID += 1
        let id = "screenpop-\(lastID)"
        questions.append((id, question))
        return .send(ManagerAction(action, id: id, headers).bytes)
    }

    private mutating func askForList() -> ManagerStep { ask(.list, "CoreShowChannels") }

    private mutating func greet(_ message: ManagerMessage) -> [ManagerStep] {
        guard let greeting = message.greeting, greeting.hasPrefix(Self.greeting) else {
            return [end(with: .refused(.isNoManager))]
        }
        version = String(greeting.dropFirst(Self.greeting.count))
        guard let major = Int(version.prefix { $0 != "." }), major >= Self.oldestVersion else {
            return [end(with: .refused(.isTooOld(version)))]
        }
        stage = .signingIn
        return [
            ask(
                .login, "Login",
                [("Username", user), ("Secret", secret), ("Events", "call,system")])
        ]
    }
}

/// What Asterisk says.
extension ManagerConversation {
    private mutating func takeAnswer(_ message: ManagerMessage) -> [ManagerStep] {
        guard let response = message.response, let question = question(answeredBy: message) else {
            return []
        }
        let isGranted = response != "Error"
        switch question {
        case .login:
            guard isGranted else { return [end(with: .refused(.isDenied))] }
            stage = .asking
            let filter = [("Operation", "Add"), ("Filter", Self.filter)]
            return [ask(.filter, "Filter", filter), ask(.settings, "CoreSettings"), askForList()]
        case .filter: return isGranted ? [] : [.unfiltered]
        case .settings:
            return [.signedIn(version: message["AsteriskVersion"] ?? "manager \(version)")]
        case .list:
            guard isGranted else { return [end(with: .refused(.mayNotList))] }
            follower.beginList()
            return []
        case .presentation(let call):
            doubtful.settle(call)
            // A channel that is gone already is an error, too.
            if message["Message"] == "Permission denied" {
                maySeeVariables = false
                doubtful = DoubtfulCalls()
            }
            let isRestricted = isGranted && message["Value"].map(Self.isRestricted) == true
            let changes = isRestricted ? follower.withhold(call) : []
            return changes.isEmpty ? askForPresentations() : told(changes)
        case .ping: return []
        }
    }

    /// - Source: Asterisk, `callerid.c`: `allowed_not_screened`, `prohib_passed_screen`, ...
    private static func isRestricted(_ presentation: String) -> Bool {
        presentation.hasPrefix("prohib")
    }

    /// Answers come in the order of the actions, and bear their names.
    private mutating func question(answeredBy message: ManagerMessage) -> Question? {
        guard let id = message.actionID else {
            return questions.isEmpty ? nil : questions.removeFirst().question
        }
        guard let index = questions.firstIndex(where: { $0.id == id }) else { return nil }
        return questions.remove(at: index).question
    }

    private mutating func takeEvent(_ message: ManagerMessage) -> [ManagerStep] {
        eventCount += 1
        switch message.kind {
        case .listed: return told(follower.takeListed(message))
        case .listComplete: return endList()
        case .shutdown:
            return told(follower.endAll()) + [end(with: .lost(.isShutDown))]
        default:
            if !hasHeard { hasHeard = message["Privilege"]?.contains("call") == true }
            return told(follower.take(message))
        }
    }

    private mutating func endList() -> [ManagerStep] {
        guard let outcome = follower.endList() else { return [] }
        defer { hasHeard = false }
        guard stage == .following else {
            stage = .following
            return told(outcome.changes) + [.isCurrent]
        }
        deafness = hasHeard || outcome.newCallCount == 0 ? 0 : deafness + 1
        guard deafness < Self.deafLists else { return [end(with: .refused(.mayNotRead))] }
        return told(outcome.changes)
    }
}
