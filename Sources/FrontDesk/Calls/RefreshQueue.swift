import Customers

/// Legs that wait to be looked up again, in the order in which they came: sets that are taken over
/// without a look at their elements, and numbers whose legs are still to be found.
struct RefreshQueue {
    enum Item {
        case legs(Set<UInt64>)
        /// All legs from these numbers but those.
        case numbers([PhoneNumber], but: Set<UInt64>)
    }

    /// What comes next.
    enum Step {
        case leg(UInt64)
        /// What is found is to be added with `addFirst`.
        case numbers(ArraySlice<PhoneNumber>, but: Set<UInt64>)
    }

    /// Numbers that are looked at in one step: about 0.005 ms.
    static let numbersAtOnce = 64

    private var waiting: [Item] = []
    private var first = 0
    private var legs: [Set<UInt64>.Iterator] = []
    private var numbers: ArraySlice<PhoneNumber> = []
    private var known: Set<UInt64> = []

    /// Whether nothing can come next.
    var isEmpty: Bool { first == waiting.count && legs.isEmpty && numbers.isEmpty }

    mutating func add(_ item: Item) { waiting.append(item) }

    /// Legs that come before all others.
    mutating func addFirst(_ legs: Set<UInt64>) { self.legs.append(legs.makeIterator()) }

    mutating func next() -> Step? {
        while true {
            while let last = legs.indices.last {
                if let leg = legs[last].next() { return .leg(leg) }
                legs.removeLast()
            }
            if !numbers.isEmpty {
                defer { numbers = numbers.dropFirst(Self.numbersAtOnce) }
                return .numbers(numbers.prefix(Self.numbersAtOnce), but: known)
            }
            guard first < waiting.count else {
                (waiting, first, numbers, known) = ([], 0, [], [])
                return nil
            }
            switch waiting[first] {
            case .legs(let legs): addFirst(legs)
            case .numbers(let numbers, let known):
                (self.numbers, self.known) = (numbers[...], known)
            }
            waiting[first] = .legs([])
            first += 1
        }
    }
}
