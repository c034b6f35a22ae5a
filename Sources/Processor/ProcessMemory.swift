internal import CProcessor
internal import Glibc

/// What the kernel says of this process's memory.
public enum ProcessMemory {
    /// Resident bytes, from `/proc/self/statm`; 0 where that cannot be read.
    public static var residentBytes: Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var text = [CChar](repeating: 0, count: 128)
        guard unsafe fgets(&text, 128, file) != nil else { return 0 }
        let fields = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.split(separator: 0x20)
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
            return 0
        }
        return pages * Int(getpagesize())
    }

    /// Keeps what this process knows from cores and from other programs of its user; wraps
    /// `PR_SET_DUMPABLE` of `prctl(2)`.
    ///
    /// - Returns: whether the kernel does it.
    public static func keepSecret() -> Bool { processor_keep_memory_secret() == 0 }

    /// Gives the kernel back what was freed; wraps `malloc_trim(3)`, which may take milliseconds.
    public static func giveBack() { processor_give_memory_back() }

    /// What this process may take at most: the memory of the machine, or less where its control
    /// group says so; `Int.max` where nobody says.
    public static var availableBytes: Int {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let physical = pages > 0 ? pages * Int(getpagesize()) : Int.max
        return groupLimits.reduce(physical) { min($0, $1) }
    }

    /// The limits of the control group and of those around it, in both versions of the interface.
    private static var groupLimits: [Int] {
        var limits: [Int] = []
        for line in lines(of: "/proc/self/cgroup") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let isUnified = fields[1].isEmpty
            guard isUnified || fields[1].split(separator: ",").contains("memory") else { continue }
            let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
            let file = isUnified ? "memory.max" : "memory.limit_in_bytes"
            var path = fields[2][...]
            while true {
                limits += lines(of: "\(root)\(path)/\(file)").compactMap { Int($0) }
                guard let slash = path.lastIndex(of: "/"), path != "/" else { break }
                path = path[..<slash]
            }
        }
        return limits
    }

    private static func lines(of path: String) -> [Substring] {
        guard let file = unsafe fopen(path, "r") else { return [] }
        defer { unsafe fclose(file) }
        var text = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe fread(&text, 1, text.count, file)
        return String(decoding: text[..<count], as: UTF8.self).split(separator: "\n")
    }
}
