/// One limit as `HELLO` tells it.
public struct NamedLimit: Sendable {
    public let name: StaticString
    public let value: Int
    public let unit: StaticString

    init(_ name: StaticString, _ value: Int, _ unit: StaticString) {
        self.name = name
        self.value = value
        self.unit = unit
    }
}

extension Limits {
    /// All of them, in the order of `Protocol/limits.tsv`.
    public static let all = ofConnections + ofAccess + ofRequests + ofCalls

    /// Lines and connections.
    private static let ofConnections = [
        NamedLimit("requestLineBytes", requestLineBytes, "bytes"),
        NamedLimit("connections", connections, "connections"),
        NamedLimit("connectionsPerAddress", connectionsPerAddress, "connections"),
        NamedLimit("unsentReplyBytes", unsentReplyBytes, "bytes"),
        NamedLimit("slowClientSeconds", slowClientSeconds, "seconds"),
        NamedLimit("firstRequestSeconds", firstRequestSeconds, "seconds"),
        NamedLimit("unfinishedRequestSeconds", unfinishedRequestSeconds, "seconds"),
        NamedLimit("owedBytesPerAddress", owedBytesPerAddress, "bytes"),
        NamedLimit("lingerSeconds", lingerSeconds, "seconds"),
        NamedLimit("shutdownSeconds", shutdownSeconds, "seconds"),
        NamedLimit("handshakesPerTurn", handshakesPerTurn, "handshakes"),
        NamedLimit("handshakes", handshakes, "handshakes"),
        NamedLimit("handshakesPerAddress", handshakesPerAddress, "handshakes"),
        NamedLimit("helloBytes", helloBytes, "bytes"),
        NamedLimit("handshakeSeconds", handshakeSeconds, "seconds"),
    ]

    /// Who clients are.
    private static let ofAccess = [
        NamedLimit("tokenBytes", tokenBytes, "bytes"),
        NamedLimit("signInSeconds", signInSeconds, "seconds"),
        NamedLimit("strangers", strangers, "connections"),
        NamedLimit("strangersPerAddress", strangersPerAddress, "connections"),
        NamedLimit("failedSignIns", failedSignIns, "failures"),
        NamedLimit("failedSignInsPerAddress", failedSignInsPerAddress, "failures/minute"),
        NamedLimit("shutOutSeconds", shutOutSeconds, "seconds"),
        NamedLimit("signInDelayMilliseconds", signInDelayMilliseconds, "milliseconds"),
        NamedLimit("watchedSignInAddresses", watchedSignInAddresses, "addresses"),
        NamedLimit("unmaskSeconds", unmaskSeconds, "seconds"),
        NamedLimit("suspiciousLookups", suspiciousLookups, "lookups/minute"),
    ]

    /// Requests, their texts, and lists.
    private static let ofRequests = [
        NamedLimit("waitingRequests", waitingRequests, "requests"),
        NamedLimit("waitingRequestsPerAddress", waitingRequestsPerAddress, "requests"),
        NamedLimit("writtenBytesPerClient", writtenBytesPerClient, "bytes/minute"),
        NamedLimit("writtenBytesPerAddress", writtenBytesPerAddress, "bytes/minute"),
        NamedLimit("questionMilliseconds", questionMilliseconds, "milliseconds"),
        NamedLimit("historyEntries", historyEntries, "entries"),
        NamedLimit("historyEntriesDefault", historyEntriesDefault, "entries"),
        NamedLimit("explainedEntries", explainedEntries, "lines"),
        NamedLimit("cardEntries", cardEntries, "lines"),
        NamedLimit("nameBytes", nameBytes, "bytes"),
        NamedLimit("textBytes", textBytes, "bytes"),
        NamedLimit("entryTextBytes", entryTextBytes, "bytes"),
        NamedLimit("referenceCharacters", referenceCharacters, "characters"),
        NamedLimit("storedReferenceBytes", storedReferenceBytes, "bytes"),
        NamedLimit("blockBytes", blockBytes, "bytes"),
        NamedLimit("clientBytes", clientBytes, "bytes"),
        NamedLimit("serviceBytes", serviceBytes, "bytes"),
        NamedLimit("kindBytes", kindBytes, "bytes"),
        NamedLimit("numbersPerCustomer", numbersPerCustomer, "numbers"),
        NamedLimit("listedMatches", listedMatches, "lines"),
        NamedLimit("listedRejections", listedRejections, "lines"),
        NamedLimit("listedNumbers", listedNumbers, "lines"),
        NamedLimit("listedNumbersDefault", listedNumbersDefault, "lines"),
        NamedLimit("agentBytes", agentBytes, "bytes"),
        NamedLimit("listedClients", listedClients, "lines"),
    ]

    /// Calls, consoles and Asterisk.
    private static let ofCalls = [
        NamedLimit("calls", calls, "calls"),
        NamedLimit("newCallsPerClient", newCallsPerClient, "calls/minute"),
        NamedLimit("newCallsPerAddress", newCallsPerAddress, "calls/minute"),
        NamedLimit("agentsPerCall", agentsPerCall, "agents"),
        NamedLimit("callSeconds", callSeconds, "seconds"),
        NamedLimit("wrapUpSeconds", wrapUpSeconds, "seconds"),
        NamedLimit("callBytes", callBytes, "bytes"),
        NamedLimit("pbxBytes", pbxBytes, "bytes"),
        NamedLimit("watchedAgents", watchedAgents, "agents"),
        NamedLimit("watchersPerAgent", watchersPerAgent, "connections"),
        NamedLimit(
            "watchersPerAgentAndAddress", watchersPerAgentAndAddress, "connections"),
        NamedLimit("wallboards", wallboards, "connections"),
        NamedLimit("wallboardsPerAddress", wallboardsPerAddress, "connections"),
        NamedLimit("unsentPushBytes", unsentPushBytes, "bytes"),
        NamedLimit("waitingCallFacts", waitingCallFacts, "facts"),
        NamedLimit("gatewaySessions", gatewaySessions, "connections"),
        NamedLimit("gatewaySilentSessions", gatewaySilentSessions, "connections"),
        NamedLimit(
            "gatewayEnvironmentMilliseconds", gatewayEnvironmentMilliseconds, "milliseconds"),
        NamedLimit("gatewayGatherMilliseconds", gatewayGatherMilliseconds, "milliseconds"),
        NamedLimit("gatewayAnswerMilliseconds", gatewayAnswerMilliseconds, "milliseconds"),
        NamedLimit("gatewaySessionMilliseconds", gatewaySessionMilliseconds, "milliseconds"),
        NamedLimit("gatewayLineBytes", gatewayLineBytes, "bytes"),
        NamedLimit("gatewayEnvironmentBytes", gatewayEnvironmentBytes, "bytes"),
    ]
}
