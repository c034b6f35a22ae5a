import ScoringFile
import ScreenPopServer

extension ConfigurationReading {
    /// What the file says of the four figures; a flag may say how often they are scored.
    static func settle(
        _ configuration: inout Configuration, _ file: ScoringFile?, scoreEvery: Int?
    ) throws {
        if let file { configuration.scoring = file.settings }
        guard let hours = scoreEvery ?? file?.scoreEveryHours else { return }
        guard (0...8760).contains(hours) else {
            throw ConfigurationError(
                description: "\(hours) is no interval; write 0 to 8760 hours, 0 for never")
        }
        configuration.scoreEverySeconds = hours == 0 ? nil : Int64(hours) * 3600
    }
}
