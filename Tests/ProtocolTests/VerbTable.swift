import Foundation
import TestSupport

/// `Protocol/verbs.json`.
struct VerbTable: Decodable {
    struct Option: Decodable {
        let name: String
        let type: String
        let unit: String?
        let range: String?
        let words: [String]?
    }

    struct Form: Decodable {
        let shape: String
        let options: [String]
        let block: Bool?
        /// Arguments that fewer roles may give.
        let only: [String: [String]]?
    }

    struct Kind: Decodable {
        let json: String
    }

    struct Field: Decodable {
        let name: String
        let type: String
        let words: [String]?
        let range: String?
        let unknown: Bool?
        let optional: Bool?
        /// The kind of what it says; left out for whoever may not see that.
        let holds: String?

        var mayBeMissing: Bool { optional == true || holds != nil }
    }

    /// The fields of a reply, of a line of a block, or of a pushed line.
    struct Fields: Decodable {
        /// The value without a key; with `?` it may be missing.
        let key: String?
        let sets: [String]?
        let fields: [Field]?
        let line: String?
        /// The kind of what such a line says.
        let holds: String?
        let push: String?
    }

    struct Row: Decodable {
        let verb: String
        let `class`: String
        let does: String
        let roles: [String]
        let forms: [Form]
        let replies: [String: Fields]
        let lines: [Fields]?

        var codes: Set<Int> { Set(replies.keys.compactMap { Int($0) }) }
    }

    let roles: [String]
    let anyLine: [Int]
    let connection: [Int]
    /// Codes that no transcript can show with every verb that has them, and why.
    let notShown: [String: String]
    /// Fields that no transcript shows, and why.
    let fieldsNotShown: [String: String]
    let types: [String: Kind]
    let options: [Option]
    let sets: [String: [Field]]
    let pushes: [Fields]
    let verbs: [Row]

    /// A static cannot throw; a file that is missing is to stop the tests.
    static let shared = try! JSONDecoder().decode(
        VerbTable.self, from: Data(Repository.text("Protocol/verbs.json").utf8))

    /// Every field of such a reply or line, with the name under which it counts as shown.
    func fields(_ group: Fields, of owner: String) -> [(field: Field, place: String)] {
        (group.sets ?? []).flatMap { set in
            sets[set, default: []].map { ($0, "\(set): \($0.name)") }
        } + (group.fields ?? []).map { ($0, "\(owner): \($0.name)") }
    }
}
