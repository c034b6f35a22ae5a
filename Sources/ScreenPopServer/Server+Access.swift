import Access
import AsteriskDoor
import Customers
import EventLoop
import Logging
import TextDoor

/// Who may come, and what is said of those who may not.
extension Server {
    /// Lets those in who are on the list, and nobody else.
    func takeAccess(_ new: Configuration) {
        configuration.access = new.access
        configuration.fastAGIFrom = new.fastAGIFrom
        listening.admitUsers(asking: new.access != nil)
        gateway.rights = new.access.map(\.gatewayRights) ?? .unrestricted
        if door.admission.list != new.access { door.change(to: new.access) }
    }

    /// Keeps replies to failed sign-ins back, and tells the log of them: one line each, of one
    /// shape, by which a firewall may be told.
    func watchSignIns() throws(ServerError) {
        let timer: Timer
        do throws(LoopError) {
            timer = try Timer(on: loop) { [unowned self] in tellFailedSignIns() }
        } catch {
            throw .loop(error)
        }
        signInTimer = timer
        door.admission.onSignIn = { [clientUses] in clientUses.note($0) }
        inbox.onClockTick = { [unowned self] in
            keepClientUses(at: Loop.monotonicNanoseconds / 1_000_000_000)
        }
        door.admission.onDelay = { [unowned self] in wake(at: $0) }
        door.admission.onFailedSignIn = { [unowned self] host in
            self.logger.warning("sign-in failed", metadata: ["from": "\(host)"])
        }
        door.admission.onUnmask = { [unowned self] client, customer in
            self.logger.notice(
                "a client is shown all of a customer",
                metadata: ["client": "\(client)", "row": "\(customer.value)"])
        }
        door.admission.onWalk = { [unowned self] client in
            self.logger.warning(
                "lookups look like a walk through the numbers", metadata: ["client": "\(client)"])
        }
    }

    /// - Parameter seconds: of the monotonic clock.
    func keepClientUses(at seconds: UInt64) {
        if let work = clientUses.takeWork(configuration.access, at: seconds) { link.carryOut(work) }
    }

    private func tellFailedSignIns() {
        if let next = door.tellFailedSignIns() { wake(at: next) }
    }

    private func wake(at due: UInt64) {
        let now = Loop.monotonicNanoseconds
        signInTimer?.start(after: .nanoseconds(due > now ? due - now : 0))
    }
}
