import CustomerStore
import Customers

/// A party that has asked, with the door through which it is answered.
struct WaitingParty {
    let party: Party
    unowned let door: any AnswerTaker
    /// What the answer is for.
    var purpose: Purpose

    /// What is to be done with the answer.
    enum Purpose {
        /// It is told.
        case telling
        /// This call is to be shown once its caller is known.
        case announcing(Announcement)
        /// All of the customer that it names is shown for a while.
        case unmasking
    }

    init(_ party: Party, _ door: any AnswerTaker, _ purpose: Purpose = .telling) {
        self.party = party
        self.door = door
        self.purpose = purpose
    }

    var id: Party.ID { party.id }
}

/// Who waits for the database, and for the end of long work.
struct WaitingParties {
    private var parties: [Party.ID: WaitingParty] = [:]
    private var scorers: [Party.ID] = []
    private var verifiers: [Party.ID] = []

    var count: Int { parties.count }

    subscript(id: Party.ID) -> WaitingParty? { parties[id] }

    mutating func add(_ party: WaitingParty) { parties[party.id] = party }

    mutating func add(_ party: WaitingParty, for order: StoreOrder) {
        add(party)
        switch order {
        case .score: scorers.append(party.id)
        case .verify: verifiers.append(party.id)
        }
    }

    mutating func remove(_ id: Party.ID) -> WaitingParty? { parties.removeValue(forKey: id) }

    /// Everybody who waits for the end of such work.
    mutating func removeAll(for order: StoreOrder) -> [WaitingParty] {
        let waiting: [Party.ID]
        switch order {
        case .score: (waiting, scorers) = (scorers, [])
        case .verify: (waiting, verifiers) = (verifiers, [])
        }
        return waiting.compactMap { parties.removeValue(forKey: $0) }
    }
}
