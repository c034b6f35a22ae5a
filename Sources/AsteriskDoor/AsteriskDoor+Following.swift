public import EventLoop
import FrontDesk
public import PBXLink

/// Telephony systems whose calls are followed.
extension AsteriskDoor {
    /// Follows these and no others: one whose settings are the same goes on as it is, or is tried
    /// again now, any other begins anew.
    public func follow(_ wanted: [PBXSettings], on loop: Loop) throws(LoopError) {
        var kept = followers.filter { wanted.contains($0.settings) }
        let fresh = wanted.filter { settings in !kept.contains { $0.settings == settings } }
        for settings in fresh {
            let former = followers.first { $0.settings.name == settings.name }
            kept.append(
                try PBXFollower(settings, insteadOf: former, desk, self, on: loop))
        }
        for follower in followers where !kept.contains(where: { $0 === follower }) {
            let isNamedStill = wanted.contains { $0.name == follower.settings.name }
            follower.close(endingCalls: !isNamedStill)
        }
        followers = wanted.compactMap { settings in kept.first { $0.settings == settings } }
        desk.calls.followedNames = followers.map(\.settings.name)
        desk.calls.followed = { [weak self] in self?.followers.map(\.status) ?? [] }
        for follower in followers {
            guard fresh.contains(follower.settings) else {
                follower.hurry()
                continue
            }
            follower.onFollowing = { [unowned self] in onFollowing($0) }
            follower.onRemark = { [unowned self] in onRemark($0, $1) }
            follower.start()
        }
    }

    func closeFollowers() {
        for follower in followers { follower.close(endingCalls: false) }
        followers = []
    }
}
