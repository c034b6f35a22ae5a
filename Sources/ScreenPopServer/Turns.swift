import EventLoop
import TextDoor

/// What the text door does between two turns of the loop.
final class Turns {
    private let yielding: SlicedWork
    private let end: TurnEnd

    init(of door: TextDoor, on loop: Loop) throws(LoopError) {
        let yielding = try SlicedWork(on: loop) { door.runYielding() }
        self.yielding = yielding
        end = try TurnEnd(on: loop) { door.endTurn() }
        door.onYield = { yielding.start() }
        door.isCollecting = true
    }

    func close() {
        yielding.close()
        end.close()
    }
}
