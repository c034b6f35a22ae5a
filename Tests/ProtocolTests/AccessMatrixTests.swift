import ScreenPopServer
import Testing

/// Every role asks everything, over a socket; `Protocol/verbs.json` says what comes of it.
@Suite struct AccessMatrixTests {
    private static let table = VerbTable.shared

    /// One client of each role; the agent's sight is whole.
    private static let clients = [
        "telephony": "pbx1", "agent": "kim", "supervisor": "lee", "diagnostic": "probe",
        "admin": "root", "gateway": "web",
    ]

    /// A request of each form, and of each argument that fewer roles may give.
    private static let samples: [String: [String]] = [
        "LOOKUP number": ["LOOKUP +442079460958", "LOOKUP 020 7946 0958"],
        "MATCHES number": ["MATCHES +442079460958"], "WHY number": ["WHY +442079460958"],
        "CARD account|#id": ["CARD A1042"],
        "HISTORY account|#id [reference=R] [count]": [
            "HISTORY A1042", "HISTORY A1042 reference=N-1",
        ],
        "EXPLAIN account|#id": ["EXPLAIN A1042"],
        "NOTE account|#id [reference=R] [agent=A] [at=T] text": ["NOTE A1042 text"],
        "CONTACT account|#id channel kind [reference=R] [agent=A] [at=T] [direction=in|out] "
            + "[subject=S] [outcome=O] text": ["CONTACT A1042 phone question text"],
        "COMPLAINT account|#id [reference=R] [agent=A] [at=T] [text]": ["COMPLAINT A1042 text"],
        "COMPLAINT CLOSE reference [upheld=1|0] [agent=A] [at=T] [text]": [
            "COMPLAINT CLOSE C-501 text"
        ],
        "REFERRAL account|#id [reference=R] [agent=A] [at=T] account|#id|name-in-quotes": [
            "REFERRAL A1042 \"Somebody\""
        ],
        "OUTAGE BEGIN service [reference=R] [agent=A] [at=T] [planned=1|0] [cause=C] "
            + "[expected-end]": ["OUTAGE BEGIN broadband"],
        "OUTAGE ADD reference account|#id...": ["OUTAGE ADD I-70 A1042"],
        "OUTAGE END reference [agent=A] [at=T]": ["OUTAGE END I-70"],
        "OVERRIDE account|#id 1-5 [expires=T] [agent=A] reason": ["OVERRIDE A1042 3 reason"],
        "OVERRIDE account|#id -": ["OVERRIDE A1042 -"],
        "SCORE": ["SCORE"], "VERIFY": ["VERIFY"], "HELP [verb]": ["HELP", "HELP PING"],
        "HELLO [client=name/version]": ["HELLO"], "AUTH name token": ["AUTH nobody nothing"],
        "ACT name|-": ["ACT kim"], "UNMASK account|#id reason": ["UNMASK A1042 reason"],
        "PING": ["PING"], "VERSION": ["VERSION"], "STATS": ["STATS"], "CLIENTS": ["CLIENTS"],
        "RING call-id number agent": ["RING c1 +442079460958 kim"],
        "ANSWER call-id agent": ["ANSWER c1 kim"], "TRANSFER call-id agent": ["TRANSFER c1 kim"],
        "WITHDRAW call-id agent": ["WITHDRAW c9 kim"],
        "HANGUP call-id|*": ["HANGUP c1", "HANGUP *"],
        "WATCH agent...|*|-": ["WATCH kim", "WATCH *", "WATCH -"],
        "LINK number account|#id [agent=A]": ["LINK +441632960999 A1042"],
        "CONFIRM number account|#id [agent=A]": ["CONFIRM +441632960999 A1042"],
        "UNLINK number account|#id [agent=A]": ["UNLINK +441632960999 A1042"],
        "PBX [name|-]": ["PBX", "PBX -"], "REGION [cc|-]": ["REGION", "REGION GB"],
        "NUMBERS [auto|e164|e164-no-plus|national|BAD [count]|CHANGED [count]]": [
            "NUMBERS", "NUMBERS auto", "NUMBERS BAD", "NUMBERS CHANGED",
        ],
        "ACCESS [digits|-]": ["ACCESS", "ACCESS -"], "FORMAT text|json": ["FORMAT text"],
        "QUIT": ["QUIT"],
    ]

    @Test(arguments: table.roles)
    func everyRoleMayAskWhatTheTableSays(_ role: String) throws {
        let name = try #require(Self.clients[role])
        let server = try RunningServer { $0.access = TranscriptAccess.list }
        defer { server.stop() }
        for row in Self.table.verbs {
            for form in row.forms {
                for request in try #require(Self.samples[form.shape], "\(form.shape)") {
                    let only = form.only?.first { request.hasSuffix(" \($0.key)") }?.value
                    let isAllowed = (only ?? row.roles).contains(role)
                    // The right to see more is not the role's.
                    if row.verb == "UNMASK", name == "probe" { continue }
                    let client = try SocketClient(port: server.port)
                    client.send(Array("AUTH \(name) \(TranscriptAccess.token(name))\n".utf8))
                    #expect(client.nextLine()?.hasPrefix("230 role=\(role) ") == true)
                    client.send(Array("\(request)\n".utf8))
                    let code = client.nextLine().flatMap { Int($0.prefix(3)) }
                    #expect((code != 433) == isAllowed, "\(role): \(request): \(code ?? 0)")
                    #expect(code != 432 && code != nil)
                }
            }
        }
    }
}
