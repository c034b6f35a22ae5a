import Glibc

/// Why a file could not be read or written.
public enum MemoryFileError: Error, Equatable, Sendable {
    /// There is no such file.
    case missing
    /// The system refused; an error number.
    case refused(CInt)
    /// Not a file of this kind: somebody else's.
    case foreign
    /// A file of this kind of another version, or of another machine.
    case notOurs
    /// Cut off, or a checksum does not fit.
    case damaged
    /// A signal ended the child that wrote.
    case killed(signal: CInt)
}

extension MemoryFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "there is none"
        case .refused(let number): unsafe String(cString: strerror(number))
        case .foreign: "it is no snapshot"
        case .notOurs: "it is of another version"
        case .damaged: "its checksum does not fit"
        case .killed(let signal): "signal \(signal) ended the child that wrote it"
        }
    }
}
