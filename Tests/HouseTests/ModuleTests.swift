import Foundation
import Testing
import TestSupport

/// The modules and who may import whom: the picture, the package and the files agree.
@Suite struct ModuleTests {
    /// What comes with the system or the toolchain, and who may use it.
    private static let system: [String: Set<String>] = [
        "Foundation": [
            "AgentConsole", "CustomerStore", "IndexSnapshot", "Settings", "freshness", "screenpop",
            "screenpopd",
        ],
        "FoundationEssentials": ["CustomerStore", "screenpop", "screenpopd"],
        "Dispatch": ["CustomerStore", "MemoryFile", "screenpopd"],
        "Synchronization": [
            "freshness", "CustomerStore", "EventLoop", "IndexSnapshot", "MemoryFile", "screenpopd",
            "ScreenPopServer",
        ],
        "Glibc": [
            "AsteriskManager", "CallerIndex", "CustomerRecords", "CustomerStore", "Customers",
            "EventLoop", "MemoryFile", "Processor", "ReplyReading", "SampleData", "ScreenPopServer",
            "Settings",
            "WireProtocol", "screenpop", "screenpopd",
        ],
    ]
    /// Words of the product; `caller` and `call` are too common to be among them.
    private static var productWords: Regex<Substring> {
        #/(?i)customer|screenpop|phone|lookup|complaint|referral|agent|account|supervisor/#
    }

    private static let package = Result { try PackageManifest() }

    @Test func theTourNamesEveryModuleWithItsImports() throws {
        let targets = try Self.package.get().targets.filter { !$0.isOfTests }
        #expect(targets.count > 10)
        let tour = try Self.tourTable()
        #expect(Set(tour.keys) == Set(targets.map(\.name)))
        for target in targets {
            #expect(
                tour[target.name] == target.dependencies,
                "Sources/README.md and Package.swift differ on \(target.name)")
        }
    }

    @Test func thePageOfTheTestsNamesEveryTargetOfTests() throws {
        let named = try Repository.text("Tests/README.md").matches(of: #/(?m)^\| `(\w+)` \|/#)
            .map { String($0.1) }
        let targets = try Self.package.get().targets.filter(\.isOfTests)
        #expect(named.sorted() == targets.map(\.name).sorted())
    }

    @Test func everyFileIsInATargetAndEveryTargetHasFiles() throws {
        let package = try Self.package.get()
        let folders = Set(package.targets.map(\.folder))
        let endings = [".swift", ".c", ".cpp", ".h", ".modulemap"]
        let files = Repository.files(in: ["Sources", "Tests"], endings: endings)
        for path in files {
            let folder = path.split(separator: "/").prefix(2).joined(separator: "/")
            #expect(folders.contains(folder), "\(path) is in no target")
        }
        for folder in folders {
            #expect(files.contains { $0.hasPrefix("\(folder)/") }, "\(folder) is empty")
        }
    }

    @Test func everyModuleImportsWhatItDeclaresAndNothingElse() throws {
        for target in try Self.package.get().targets where !target.isOfC {
            var imported: Set<String> = []
            for file in Repository.swiftFiles(in: target.folder) {
                for (index, line) in file.code.enumerated() where line.contains("import ") {
                    guard let module = Self.importedModule(line) else { continue }
                    imported.insert(module)
                    #expect(
                        Self.mayImport(module, target), "\(file.place(index)): import \(module)")
                }
            }
            let unused = target.dependencies.subtracting(imported)
            #expect(unused.isEmpty, "\(target.name) declares \(unused) but never imports it")
        }
    }

    @Test func theFilesOfACModuleBearItsName() throws {
        for target in try Self.package.get().targets where target.isOfC {
            #expect(target.name.hasPrefix("C"))
            let files = Repository.files(in: [target.folder], endings: [".h", ".c", ".cpp"])
            #expect(!files.isEmpty)
            for path in files {
                let name = path.split(separator: "/").last.map(String.init) ?? ""
                #expect(name.hasPrefix("\(target.name)."), "\(path) is not named \(target.name)")
            }
        }
    }

    /// So that a build can be repeated.
    @Test func everyPackageComesInOneVersion() throws {
        let manifest = try Repository.text("Package.swift")
        let packages = manifest.matches(of: #/\.package\(\s*url: "([^"]+)",\s*(\w+): "[\d.]+"/#)
        #expect(packages.count == manifest.matches(of: #/\.package\(/#).count)
        for package in packages {
            #expect(package.2 == "exact", "\(package.1) comes \(package.2)")
        }
    }

    @Test func dependenciesPointDown() throws {
        var above: Set<String> = []
        for target in try Self.package.get().targets {
            let own = target.dependencies.filter { name in
                Repository.exists("Sources/\(name)")
            }
            #expect(own.isSubset(of: above), "\(target.name) stands above what it depends on")
            above.insert(target.name)
        }
    }

    @Test func theEventLoopKnowsNoProductWord() {
        for file in Repository.swiftFiles(in: "Sources/EventLoop") {
            for (index, line) in file.lines.enumerated() {
                guard let match = line.firstMatch(of: Self.productWords) else { continue }
                Issue.record("\(file.place(index)) says \(line[match.range])")
            }
        }
    }

    private static func mayImport(_ module: String, _ target: PackageManifest.Target) -> Bool {
        if target.dependencies.contains(module) { return true }
        if target.isOfTests {
            return system.keys.contains(module) || module == "Testing"
        }
        return system[module]?.contains(target.name) ?? false
    }

    private static func importedModule(_ line: String) -> String? {
        let statement = #/^\s*(?:@\w+ |public |internal |package )*import (?:\w+ )?(\w+)/#
        return line.firstMatch(of: statement).map { String($0.1) }
    }

    /// Rows such as `| WireProtocol | Customers | Bytes to ... |`, names in backquotes.
    private static func tourTable() throws -> [String: Set<String>] {
        var table: [String: Set<String>] = [:]
        let text = try Repository.text("Sources/README.md")
        for row in text.matches(of: #/(?m)^\| `(\w+)` \|([^|]*)\|/#) {
            table[String(row.1)] = Set(row.2.matches(of: #/`(\w+)`/#).map { String($0.1) })
        }
        return table
    }
}
