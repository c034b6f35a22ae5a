import Customers
import GRDB
import StoreScene
import Synchronization
import Testing
import TestSupport

@testable import CustomerStore

/// A write that cannot be stored is said to be so, leaves nothing, and the next one goes in.
@Suite struct WriteFailureTests {
    private func scene() throws -> Scene {
        let scene = try Scene()
        try scene.write("INSERT INTO customers (account) VALUES ('A1'), ('A2')")
        scene.follow()
        return scene
    }

    private let note = WriteRequest(
        .note(.id(CustomerID(1)), text: String(repeating: "x", count: 16_000)))

    private func noteCount(_ scene: Scene) throws -> Int {
        try scene.other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM notes")! }
    }

    @Test func aFullDisk() throws {
        let scene = try scene()
        let pages = try scene.store.read {
            try Int.fetchOne($0, sql: "PRAGMA page_count")!
        }
        try scene.store.read { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 2)") }
        let outcomes = scene.store.perform([note, note, note], now: scene.now)
        #expect(outcomes == Array(repeating: .failed(.diskFull(path: scene.path)), count: 3))
        #expect(try noteCount(scene) == 0)
        #expect(try scene.differences() == [])
        try scene.store.read { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        #expect(scene.store.perform([note], now: scene.now) == [.written(reference: "N-1")])
    }

    @Test func aLockedDatabase() throws {
        let scene = try scene()
        try scene.other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(
            scene.store.perform([note], now: scene.now) == [.failed(.locked(path: scene.path))])
        scene.follow()
        #expect(scene.trouble == nil)
        try scene.other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        #expect(scene.store.perform([note], now: scene.now) == [.written(reference: "N-1")])
    }

    /// What one write does wrong is not the others' loss.
    @Test func aCommitThatFails() throws {
        let scene = try scene()
        try scene.write(
            """
            CREATE TRIGGER refuses BEFORE INSERT ON notes WHEN NEW.text = 'bad' BEGIN
                SELECT RAISE (ROLLBACK, 'no such note');
            END;
            CREATE TRIGGER aborts BEFORE INSERT ON notes WHEN NEW.text = 'worse' BEGIN
                SELECT RAISE (ABORT, 'no such note');
            END
            """)
        let texts = ["good", "bad", "fine", "worse", "well"]
        let requests = texts.map { WriteRequest(.note(.id(CustomerID(1)), text: $0)) }
        let outcomes = scene.store.perform(requests, now: scene.now)
        let stored = try scene.other.read {
            try String.fetchAll($0, sql: "SELECT text FROM notes ORDER BY id")
        }
        #expect(stored == ["good", "fine", "well"])
        for (text, outcome) in zip(texts, outcomes) {
            var isFailure = false
            if case .failed = outcome { isFailure = true }
            #expect(isFailure == ["bad", "worse"].contains(text), "\(text): \(outcome)")
        }
    }

    /// The thread waits for the lock, other work goes on, and the write goes in by itself.
    @Test func theThreadWaitsForTheLock() throws {
        let scene = try scene()
        let thread = StoreThread(clock: { Moment(secondsSince1970: 0) })
        let path = scene.path
        try thread.start(
            open: { () throws(StoreError) in try CustomerStore(path: path, patience: 0.05) },
            makeIdle: { _ in }, idle: { _, _ in (.done, hasToldOwn: true) })
        defer { thread.stop() }
        try scene.other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let order = Mutex<[String]>([])
        let (read, written) = (Gate(), Gate())
        thread.submit(note) { outcome in
            order.withLock { $0.append("\(outcome)") }
            written.open()
        }
        thread.submit { _ in
            order.withLock { $0.append("read") }
            read.open()
        }
        read.wait()
        try scene.other.inDatabase { try $0.execute(sql: "COMMIT") }
        written.wait()
        #expect(order.withLock { $0 } == ["read", "written(reference: \"N-1\")"])
    }
}
