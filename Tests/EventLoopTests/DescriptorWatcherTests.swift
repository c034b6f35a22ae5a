import EventLoop
import Glibc
import Testing

/// Descriptors that another library reads.
@Suite struct DescriptorWatcherTests {
    @Test func itIsCalledWhileThereIsSomethingToRead() throws {
        var ends: [CInt] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        var read: [UInt8] = []
        try withLoop { loop in
            let watcher = try DescriptorWatcher(of: ends[0], on: loop) { [unowned loop] in
                var byte: UInt8 = 0
                if unsafe Glibc.read(ends[0], &byte, 1) == 1 {
                    read.append(byte)
                } else {
                    loop.stop()
                }
            }
            #expect(unsafe write(ends[1], "abc", 3) == 3)
            // The end of input is something to read, too.
            close(ends[1])
            try loop.runUntilStopped()
            watcher.close()
        }
        #expect(read == Array("abc".utf8))
        close(ends[0])
    }

    @Test func aFileOnTheDiskIsRefused() throws {
        let file = unsafe open("/etc/hostname", O_RDONLY)
        defer { close(file) }
        try withLoop { loop in
            #expect(throws: LoopError.self) {
                _ = try DescriptorWatcher(of: file, on: loop) {}
            }
        }
    }
}
