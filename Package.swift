// swift-tools-version: 6.2
import PackageDescription

// Module graph, lowest first. A target may depend only on targets above it;
// the build checks it (`--explicit-target-dependency-import-check error`).
let package = Package(
    name: "screenpop",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibUV", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"])]),
        .target(name: "Release"),
        .target(name: "Customers"),
        .target(name: "Scoring", dependencies: ["Customers"]),
        .target(name: "CustomerRecords", dependencies: ["Customers"]),
        .systemLibrary(name: "CPrefetch"),
        .target(
            name: "CallerIndex", dependencies: ["CPrefetch", "CustomerRecords", "Customers"]),
        .target(
            name: "CPhoneNumber",
            exclude: ["CPhoneNumber.plans.inc"],
            linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("protobuf")]),
        .target(name: "Numbering", dependencies: ["CPhoneNumber", "Customers"]),
        .target(name: "ProtocolWords", dependencies: ["Customers"]),
        .target(
            name: "COpenSSL",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "Digests", dependencies: ["COpenSSL"]),
        .target(name: "Access", dependencies: ["Customers", "Digests"]),
        .target(name: "WireProtocol", dependencies: ["Access", "Customers", "ProtocolWords"]),
        .target(name: "Switchboard", dependencies: ["Customers"]),
        .target(name: "FastAGI", dependencies: ["Customers"]),
        .target(name: "AsteriskManager", dependencies: ["Customers"]),
        .target(name: "EventLoop", dependencies: ["CLibUV"]),
        .target(name: "SecureChannel", dependencies: ["COpenSSL", "EventLoop"]),
        .target(
            name: "PBXLink",
            dependencies: [
                "AsteriskManager", "Customers", "EventLoop", "Numbering", "SecureChannel",
            ]),
        .target(name: "CProcessor"),
        .target(name: "Processor", dependencies: ["CProcessor"]),
        .target(name: "CMemoryFile"),
        .target(name: "MemoryFile", dependencies: ["CMemoryFile"]),
        .target(
            name: "CustomerStore",
            dependencies: [
                "CustomerRecords", "Customers", "Processor", "Scoring",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "FrontDesk",
            dependencies: [
                "Access", "CallerIndex", "CustomerRecords", "CustomerStore", "Customers",
                "Numbering",
                "Scoring", "Switchboard",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        .target(
            name: "TextDoor",
            dependencies: [
                "Access", "CallerIndex", "CustomerRecords", "CustomerStore", "Customers",
                "EventLoop",
                "FrontDesk", "Numbering", "Processor", "ProtocolWords", "Release", "Scoring",
                "Switchboard", "WireProtocol",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        .target(
            name: "AsteriskDoor",
            dependencies: [
                "Access", "AsteriskManager", "Customers", "EventLoop", "FastAGI", "FrontDesk",
                "Numbering",
                "PBXLink", "ProtocolWords",
            ]),
        .target(
            name: "IndexSnapshot",
            dependencies: [
                "CallerIndex", "CustomerStore", "Customers", "EventLoop", "MemoryFile",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "ScreenPopServer",
            dependencies: [
                "Access", "AsteriskDoor", "AsteriskManager", "CallerIndex", "CustomerStore",
                "Customers",
                "EventLoop",
                "FrontDesk", "IndexSnapshot", "Numbering", "PBXLink", "Processor", "ProtocolWords",
                "Release", "SecureChannel", "Switchboard", "TextDoor",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(name: "SampleData", dependencies: ["CustomerStore", "Customers"]),
        .target(
            name: "Settings",
            dependencies: [
                "Access", "AsteriskManager", "CustomerStore", "Customers", "Digests", "EventLoop",
                "Numbering",
                "PBXLink", "Scoring", "SecureChannel",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ]),
        .target(name: "ReplyReading", dependencies: ["ProtocolWords"]),
        .target(
            name: "ScreenPopClient", dependencies: ["EventLoop", "ReplyReading", "SecureChannel"]),
        .target(
            name: "LoadGenerator",
            dependencies: [
                "EventLoop", "ProtocolWords", "ReplyReading", "SecureChannel",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        .target(name: "CDisplayWidth"),
        .target(
            name: "AgentConsole",
            dependencies: ["CDisplayWidth", "Customers", "ProtocolWords", "ReplyReading"]),
        .target(
            name: "CNCurses",
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "TerminalScreen", dependencies: ["AgentConsole", "CNCurses"]),
        .executableTarget(
            name: "screenpop",
            dependencies: [
                "Access", "AgentConsole", "AsteriskManager", "CustomerStore", "Customers",
                "EventLoop",
                "LoadGenerator", "Numbering", "PBXLink", "ProtocolWords", "Release", "ReplyReading",
                "SampleData", "Scoring",
                "ScreenPopClient", "SecureChannel", "Settings", "TerminalScreen",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        .executableTarget(
            name: "freshness",
            dependencies: [
                "EventLoop", "LoadGenerator", "Processor", "ProtocolWords", "ReplyReading",
                "ScreenPopClient", "SecureChannel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        .executableTarget(
            name: "screenpopd",
            dependencies: [
                "Access", "CustomerStore", "Customers", "EventLoop", "Numbering", "Processor",
                "ProtocolWords", "Release", "Scoring", "ScreenPopServer", "Settings",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(name: "SeededRandom", path: "Tests/SeededRandom"),
        .target(
            name: "StoreScene",
            dependencies: [
                "CallerIndex", "CustomerRecords", "CustomerStore", "Customers", "EventLoop",
                "SampleData", "Scoring", "ScreenPopClient", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ], path: "Tests/StoreScene"),
        .testTarget(
            name: "ProtocolTests",
            dependencies: [
                "Access", "SeededRandom", "TestSupport",
                "AGICaptures", "AsteriskDoor", "AsteriskManager", "CAllocationCount",
                "CallerIndex", "CustomerRecords", "CustomerStore", "Customers", "Digests",
                "EventLoop", "FastAGI", "FrontDesk", "ManagerStreams", "NumberSamples", "Numbering",
                "PBXLink",
                "ProtocolWords", "ScreenPopServer", "SecureChannel", "TextDoor", "WireProtocol",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "HouseTests",
            dependencies: ["CustomerStore", "Scoring", "Settings", "TestSupport"]),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Access", "AsteriskManager", "CustomerStore", "Customers", "Digests", "EventLoop",
                "Numbering",
                "PBXLink", "Scoring", "SecureChannel", "Settings", "TestSupport",
            ]),
        .testTarget(
            name: "FigureTests",
            dependencies: [
                "CallerIndex", "CustomerRecords", "CustomerStore", "Customers", "SeededRandom",
                "StoreScene", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "FeedTests",
            dependencies: [
                "CallerIndex", "CustomerRecords", "CustomerStore", "Customers", "ReplyReading",
                "Scoring", "ScreenPopClient", "SeededRandom", "StoreScene", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "DurabilityTests",
            dependencies: [
                "CallerIndex", "CustomerStore", "Customers", "EventLoop", "IndexSnapshot",
                "MemoryFile",
                "ReplyReading", "ScreenPopClient", "SeededRandom", "StoreScene", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
        .target(
            name: "NumberSamples", dependencies: ["CPhoneNumber", "Customers", "Numbering"],
            path: "Tests/NumberSamples"),
        .testTarget(
            name: "CallerIndexTests",
            dependencies: [
                "CAllocationCount", "CallerIndex", "CustomerRecords", "Customers", "SeededRandom",
            ]),
        .testTarget(name: "MemoryFileTests", dependencies: ["MemoryFile", "SeededRandom"]),
        .testTarget(
            name: "CustomerStoreTests",
            dependencies: [
                "SeededRandom", "StoreScene",
                "CallerIndex", "CustomerRecords", "CustomerStore", "Customers", "SampleData",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "NumberingTests",
            dependencies: ["SeededRandom", "Customers", "NumberSamples", "Numbering"]),
        .testTarget(name: "ScoringTests", dependencies: ["SeededRandom", "Customers", "Scoring"]),
        .testTarget(name: "SwitchboardTests", dependencies: ["Customers", "Switchboard"]),
        .target(
            name: "AGICaptures", path: "Tests/AGICaptures", exclude: ["captures.txt"]),
        .testTarget(
            name: "FastAGITests", dependencies: ["AGICaptures", "Customers", "FastAGI"]),
        .testTarget(name: "DigestTests", dependencies: ["Digests"]),
        .testTarget(name: "AccessTests", dependencies: ["Access", "Customers", "Digests"]),
        .testTarget(
            name: "SecureChannelTests",
            dependencies: ["SecureChannel", "SeededRandom", "TestSupport"]),
        .target(name: "ManagerStreams", path: "Tests/ManagerStreams", exclude: ["Streams"]),
        .testTarget(
            name: "AsteriskManagerTests",
            dependencies: ["AsteriskManager", "Customers", "ManagerStreams", "SeededRandom"]),
        .testTarget(
            name: "AgentConsoleTests",
            dependencies: [
                "SeededRandom", "AgentConsole", "Customers", "ProtocolWords", "ReplyReading",
            ]),
        .testTarget(
            name: "TerminalTests",
            dependencies: [
                "EventLoop", "ReplyReading", "ScreenPopClient", "SeededRandom", "TestSupport",
            ]),
        .testTarget(name: "EventLoopTests", dependencies: ["CAllocationCount", "EventLoop"]),
    ],
    cxxLanguageStandard: .cxx17
)

// One dialect for every Swift target: no module can quietly opt out.
let cTargets = [
    "CAllocationCount", "CDisplayWidth", "CMemoryFile", "CNCurses", "COpenSSL", "CPhoneNumber",
    "CProcessor",
]
for target in package.targets where target.type != .system && !cTargets.contains(target.name) {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
