import FastAGI
import Testing

/// How long environments are, as far as those before tell.
@Suite struct UsualLengthTests {
    @Test func nothingIsExpectedBeforeTheFirst() { #expect(UsualLength().least == 0) }

    @Test func theShortestOfLateCountsWithRoomForShorterNumbers() {
        var usual = UsualLength()
        for length in [600, 580, 700] { usual.note(length) }
        #expect(usual.least == 556)
    }

    @Test func aShortOneIsForgotten() {
        var usual = UsualLength()
        usual.note(100)
        for _ in 0..<63 { usual.note(600) }
        #expect(usual.least == 76)
        for _ in 0..<63 { usual.note(600) }
        #expect(usual.least == 76)
        usual.note(600)
        #expect(usual.least == 576)
    }

    @Test func aTinyOneExpectsNothing() {
        var usual = UsualLength()
        usual.note(10)
        #expect(usual.least == 0)
    }
}
