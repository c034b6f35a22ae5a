import TestSupport

/// What `Package.swift` says of the targets, read as text: `swift package` cannot run
/// inside `swift test`.
struct PackageManifest {
    struct Target {
        let name: String
        let folder: String
        /// Modules: targets and products.
        let dependencies: Set<String>
        let isOfTests: Bool
        let isOfC: Bool
    }

    let targets: [Target]

    init() throws {
        let text = try Repository.text("Package.swift")
        let kinds = #/\.(systemLibrary|target|executableTarget|testTarget)\(\s*name: "(\w+)"/#
        targets = text.matches(of: kinds).map { match in
            let body = Self.arguments(text[match.range.lowerBound...])
            let name = String(match.2)
            let path = body.firstMatch(of: #/path: "([^"]+)"/#).map { String($0.1) }
            let folder = path ?? (match.1 == "testTarget" ? "Tests/\(name)" : "Sources/\(name)")
            return Target(
                name: name, folder: folder, dependencies: Self.dependencies(body),
                isOfTests: folder.hasPrefix("Tests/"),
                isOfC: Repository.swiftFiles(in: folder).isEmpty)
        }
    }

    /// From the opening parenthesis to the closing one.
    private static func arguments(_ text: Substring) -> Substring {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" {
                depth -= 1
                if depth == 0 { return text[...index] }
            }
        }
        return text
    }

    private static func dependencies(_ body: Substring) -> Set<String> {
        guard let start = body.firstRange(of: "dependencies: [")?.upperBound else { return [] }
        let list = body[start...].prefix { $0 != "]" }
        let products = list.matches(of: #/\.product\(name: "(\w+)", package: "[^"]+"\)/#)
        let targets = list.replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"(\w+)"/#)
        return Set(products.map { String($0.1) } + targets.map { String($0.1) })
    }
}
