import AsteriskDoor
import AsteriskManager
import Customers
import EventLoop
import FrontDesk
import Logging
import Numbering
import PBXLink
import TextDoor

/// The configuration, read again.
extension Server {
    /// Takes what can change while we serve; everything, or nothing where something is wrong.
    func reload(_ read: () throws -> Configuration) {
        do {
            let new = try read()
            // Whatever can fail comes first.
            let context = try new.makeSecureContext()
            let change = try listening.prepare(new)
            tellWhatNeedsARestart(new)
            take(new)
            takeAccess(new)
            // Whoever is connected keeps what they were shown.
            reception.context = context
            listening.commit(change)
            try follow(new.pbxs)
            logger.notice("configuration read again")
        } catch {
            logger.error("the configuration stays as it was: \(error)")
        }
    }

    /// Follows the calls of these telephony systems, and of no others.
    func follow(_ pbxs: [PBXSettings]) throws(ServerError) {
        do throws(LoopError) {
            try gateway.follow(pbxs, on: loop)
        } catch {
            throw .loop(error)
        }
        configuration.pbxs = pbxs
        for pbx in pbxs where pbx.phones.trunks.isEmpty {
            logger.warning(
                "no trunks are named, so no call comes in by one and none is followed",
                metadata: ["pbx": "\(pbx.name.text)"])
        }
    }

    private func tellWhatNeedsARestart(_ new: Configuration) {
        if new.database != configuration.database {
            logger.warning("another database needs a restart; keeping the present one")
        }
        if new.suffixDigits != configuration.suffixDigits {
            logger.warning("other digits of the suffix tier need a restart")
        }
        if new.fastAGI != configuration.fastAGI {
            logger.warning("another address of FastAGI needs a restart")
        }
        if new.snapshot != configuration.snapshot {
            logger.warning("another place for the snapshot needs a restart")
        }
        if new.scoreEverySeconds != configuration.scoreEverySeconds {
            logger.warning("another score-every needs a restart; keeping the present one")
        }
    }

    private func take(_ new: Configuration) {
        configuration.region = new.region
        configuration.numbers = new.numbers
        configuration.accessCode = new.accessCode
        desk.callers.line = new.line
        if new.plan != configuration.plan {
            configuration.plan = new.plan
            // What the index holds is a mixture until the next start.
            snapshots?.close()
            desk.callers.read(with: NumberReader(plan: new.plan))
        }
        if new.scoring != configuration.scoring { link.change(new.scoring) }
        configuration.scoring = new.scoring
        configuration.listen = new.listen
        configuration.tls = new.tls
        desk.storesCardNumbers = new.storesCardNumbers
        configuration.memoryLimit = new.memoryLimit
        door.memory.limitBytes = new.memoryLimit
        configuration.logLevel = new.logLevel
        logger.logLevel = new.logLevel
        inbox.troubles.logger.logLevel = new.logLevel
    }
}
