import FastAGI
import Testing
import TestSupport

/// What the dialplan of `Tools/asterisk` promises, held against its text.
@Suite struct DialplanTextTests {
    private static func steps(_ context: String) throws -> [Dialplan.Step] {
        try #require(try Dialplan.example().contexts[context])
    }

    /// A handler is pushed before anything is asked: a caller may give up while it is.
    @Test(arguments: ["screenpop-lookup", "screenpop-lookup-by-agi"])
    func theEndIsHeardOfBeforeAnythingIsAsked(_ context: String) throws {
        let first = try #require(try Self.steps(context).first)
        #expect(first.application == "Set")
        #expect(first.arguments == "CHANNEL(hangup_handler_push)=screenpop-ends,s,1")
    }

    /// FreePBX and others have contexts of their own, with names such as `from-trunk`.
    @Test func allContextsAreOurs() throws {
        #expect(try Dialplan.example().contexts.keys.allSatisfy { $0.hasPrefix("screenpop-") })
    }

    @Test func everyContextIsThereAndEveryOneIsUsed() throws {
        let dialplan = try Dialplan.example()
        var used: Set<String> = []
        for (context, step) in dialplan.steps {
            #expect(step.arguments.count { $0 == "(" } == step.arguments.count { $0 == ")" })
            #expect(step.arguments.count { $0 == "{" } == step.arguments.count { $0 == "}" })
            for match in step.arguments.matches(of: /\bscreenpop-[a-z-]+/) {
                #expect(dialplan.contexts[String(match.0)] != nil, "\(match.0)")
                if match.0 != context { used.insert(String(match.0)) }
            }
            if step.application == "GotoIf" {
                let labels = Set(dialplan.contexts[context]!.compactMap(\.label))
                for label in step.arguments.split(separator: "?").last!.split(separator: ":") {
                    #expect(labels.contains(String(label)), "\(label) in \(context)")
                }
            }
        }
        let entries: Set = ["screenpop-example", "screenpop-agents", "screenpop-lookup-by-agi"]
        #expect(used.union(entries) == Set(dialplan.contexts.keys))
    }

    /// `CURL` stands in one place, behind its limits; `AGI`, which has none, where that is said.
    @Test func everyQuestionIsBounded() throws {
        let dialplan = try Dialplan.example()
        let asking = dialplan.steps.filter {
            Dialplan.functions(in: $0.step.arguments).contains("CURL")
        }
        #expect(asking.map(\.context) == ["screenpop-ask"])
        let steps = try Self.steps("screenpop-ask").map(\.arguments)
        let place = try #require(steps.firstIndex { $0.contains("${CURL(") })
        for limit in ["CURLOPT(conntimeout)=1", "CURLOPT(httptimeout)=1"] {
            #expect(steps[..<place].contains(limit))
        }
        let scripts = dialplan.steps.filter { $0.step.application.hasSuffix("AGI") }
        #expect(scripts.map(\.context) == ["screenpop-lookup-by-agi"])
    }

    /// The agents' legs hear no name, and nobody's name comes into an expression or a condition.
    @Test func namesStayWhereTheyBelong() throws {
        for (context, step) in try Dialplan.example().steps {
            if step.arguments.contains("CALLERID(name)=") {
                #expect(context == "screenpop-lookup")
            }
            for word in ["NAME", "SUMMARY"] where step.arguments.contains("${SCREENPOP_\(word)}") {
                #expect(step.application == "Set" && step.arguments.hasPrefix("CALLERID"))
            }
        }
    }

    /// An agent's name is the daemon's to find; the dialplan hands the channel's on.
    @Test func agentsAreNamedInOnePlace() throws {
        for (_, step) in try Dialplan.example().steps {
            let functions = Dialplan.functions(in: step.arguments)
            #expect(functions.isDisjoint(with: ["CUT", "FILTER", "REGEX", "SHELL", "EVAL"]))
            if step.arguments.contains("%20agent="), !step.arguments.contains("agent=${EXTEN}") {
                #expect(step.arguments.contains("agent=${URIENCODE(${CHANNEL(name)})}"))
            }
        }
    }

    @Test func everyScriptIsOneOfTheDaemons() throws {
        var asked: Set<String> = []
        for (_, step) in try Dialplan.example().steps {
            if let match = step.arguments.firstMatch(of: /SCREENPOP_ASK=([a-z]+)%20/) {
                asked.insert(String(match.1))
            }
        }
        let known = Set(Environment.Script.allCases.map(\.rawValue))
        #expect(asked == known.subtracting(["started"]))
    }

    /// The comment at the top, the answer of the daemon and the contexts name the same variables.
    @Test func whatIsPromisedIsSet() throws {
        let text = try Repository.text("Tools/asterisk/extensions.conf")
        let promised = Set(
            text.split(separator: "\n").filter { $0.hasPrefix(";") }
                .flatMap { $0.matches(of: /SCREENPOP_[A-Z]+/).map { String($0.0) } })
        let set = Set(
            try Self.steps("screenpop-lookup").compactMap {
                $0.arguments.wholeMatch(
                    of: /__(SCREENPOP_[A-Z]+)=\$\{(?:URIDECODE\(\$\{)?HASH\(.*/)
            }.map { String($0.1) })
        let answer = String(decoding: DialplanAnswer(.unknown).form, as: UTF8.self)
        let told = Set(answer.matches(of: /([A-Z]+)=/).map { "SCREENPOP_\($0.1)" })
        #expect(promised == told && set == told)
    }

    /// FreePBX's trunk goes through contexts of the example and back to its own.
    @Test func freePBXGoesThroughTheExample() throws {
        let text = try Repository.text("Tools/freepbx/extensions_custom.conf")
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix(";") }
        let contexts = try Dialplan.example().contexts
        #expect(lines[0] == "#include screenpop.conf")
        #expect(lines[1] == "[screenpop-from-trunk]" && contexts["screenpop-from-trunk"] == nil)
        var targets: [String] = []
        for line in lines.dropFirst(2) {
            let match = try #require(
                line.wholeMatch(of: /(?:exten => \S+,1| same => n),(Gosub|Goto)\(([a-z-]+),.*\)/))
            if match.1 == "Gosub" { #expect(contexts[String(match.2)] != nil) }
            targets.append(String(match.2))
        }
        let way = ["screenpop-lookup", "screenpop-priority", "from-trunk"]
        #expect(targets == way + way)
    }

    /// Who follows calls can change none.
    @Test func theManagerUserMayOnlyListen() throws {
        let text = try Repository.text("Tools/asterisk/manager.conf")
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix(";") }
        for line in [
            "[screenpop]", "deny = 0.0.0.0/0.0.0.0", "permit = 127.0.0.1/255.255.255.255",
            "read = call,system", "write = reporting",
        ] { #expect(lines.contains { $0 == line }, "\(line)") }
        #expect(lines.count { $0.hasPrefix("read") || $0.hasPrefix("write =") } == 2)
        let page = try Repository.text("Tools/freepbx/README.md")
        #expect(page.contains("| Permissions, Read | `call` and `system`, nothing else |"))
        #expect(page.contains("| Permissions, Write | `reporting`, nothing else |"))
    }

    /// systemd tells that Asterisk has started, in the words of the gateway.
    @Test func theStartIsTold() throws {
        let text = try Repository.text("Tools/asterisk/asterisk.service.d/screenpop.conf")
        let match = try #require(text.firstMatch(of: /-m 2 gopher:..127\.0\.0\.1:4573._([a-z]+)\n/))
        #expect(Environment.Script(rawValue: String(match.1)) == .started)
    }
}
