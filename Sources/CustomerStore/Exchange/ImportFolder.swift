import FoundationEssentials

/// The files of a folder that an import reads.
enum ImportFolder {
    /// Opens all exchange files before the first is read, so that one that cannot be read is told
    /// before anything has changed.
    ///
    /// - Returns: them in the order of the contract, and the names of what is no exchange file.
    static func files(
        of folder: String
    ) throws(ExchangeError) -> (files: [(ExchangeFile, FileSource)], strangers: [String]) {
        let names = try names(in: folder)
        var files: [(ExchangeFile, FileSource)] = []
        for file in ExchangeFile.all {
            let spellings = names.filter { $0.lowercased() == file.name }
            guard let name = spellings.first else { continue }
            guard spellings.count == 1 else {
                throw .unreadable(
                    path: folder, reason: "it holds both \(name) and \(spellings[1])")
            }
            files.append((file, try FileSource(path: "\(folder)/\(name)")))
        }
        let known = ExchangeFile.all.map(\.name)
        guard !files.isEmpty else {
            throw .unreadable(
                path: folder,
                reason: "it holds none of the exchange files (\(known.joined(separator: ", ")))")
        }
        let strangers = names.filter { !known.contains($0.lowercased()) && !$0.hasPrefix(".") }
        return (files, strangers)
    }

    private static func names(in folder: String) throws(ExchangeError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw .unreadable(path: folder, reason: "it is no folder, or not for us to read")
        }
    }
}

extension FileSource {
    /// The last part of its path.
    var name: String { String(path.split(separator: "/").last ?? "") }
}
