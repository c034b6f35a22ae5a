import Access
import Customers
import Switchboard

/// Whose call it is, where that decides who may say what becomes of it.
extension CallDesk {
    /// An agent moves and ends only calls that are on a screen of its own.
    func admit(_ question: Question, with rights: Rights) throws(Refusal) {
        if rights.agents == nil { return }
        switch question {
        case .transferred(let call, _), .hungUp(let call):
            guard let state = board.state(of: call) else { return }
            guard state.agents.contains(where: rights.owns) else { throw .notPermitted }
        default: return
        }
    }
}
