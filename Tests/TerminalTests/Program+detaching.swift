import TestSupport

extension Program {
    /// For a program that leaves a server behind, such as tmux.
    ///
    /// Foundation notices the end of a process by a socket that the process holds, and the server
    /// would hold it on; its number is above 1024 while other tests have thousands of connections.
    /// And it starts processes with signals blocked, which the server would hand on.
    static let detaching = [
        "python3", "-c",
        "import os, signal, sys; os.closerange(3, 1 << 20); "
            + "signal.pthread_sigmask(signal.SIG_SETMASK, []); "
            + "os.execvp(sys.argv[1], sys.argv[1:])",
    ]
}
