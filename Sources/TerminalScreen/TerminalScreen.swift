public import AgentConsole
import CNCurses

/// Why there is no terminal to draw on.
public struct TerminalError: Error, CustomStringConvertible {
    public let description: String
}

/// The terminal of this process, from the moment it is taken over until it is given back.
///
/// There is one terminal, so there is at most one of these. Belongs to the thread that made it.
public final class TerminalScreen {
    private var isOpen = true
    private var last: [Cell] = []
    private var lastSize = (rows: 0, columns: 0)

    /// Takes the terminal over; wraps `newterm(3)`.
    ///
    /// - Parameter wantsColour: whether colours may be used where the terminal has them.
    public init(wantsColour: Bool) throws(TerminalError) {
        if let problem = unsafe cn_open(wantsColour) {
            throw TerminalError(description: unsafe String(cString: problem))
        }
    }

    /// Gives the terminal back as it was; wraps `endwin(3)`.
    ///
    /// Harmless when repeated.
    public func close() {
        if !isOpen { return }
        isOpen = false
        cn_close()
    }

    /// What to watch for keys.
    public var descriptor: CInt { cn_descriptor() }
    /// Whether the terminal has gone away, known when it is readable.
    public var isGone: Bool { cn_is_gone() }
    /// Whether it shows more than ASCII.
    public var isUnicode: Bool { cn_is_unicode() }

    /// Rows and columns now.
    public var size: (rows: Int, columns: Int) {
        var (rows, columns): (CInt, CInt) = (0, 0)
        unsafe cn_get_size(&rows, &columns)
        return (max(1, Int(rows)), max(1, Int(columns)))
    }

    /// Takes over the size that the terminal has been given.
    public func adoptSize() { cn_adopt_size() }

    /// Rings.
    public func bell() { cn_bell() }

    /// Sends everything with the next `show(_:)`, for a screen that something else has written on.
    public func forget() {
        last = []
        cn_forget()
    }

    /// How long the next line of a text that is pasted may take, in milliseconds.
    private static let pasteMilliseconds: CInt = 10

    /// All keys that wait.
    ///
    /// Behind a line end that came with other keys, a moment is waited for more: in a paste that
    /// comes in pieces it is no Enter. A key that is pressed comes alone.
    public func nextKeys() -> [Key] {
        var keys: [Key] = []
        repeat {
            while let key = nextKey() { keys.append(key) }
        } while keys.count > 1 && [.enter, .lineFeed].contains(keys.last)
            && cn_wait(Self.pasteMilliseconds) && !isGone
        return keys
    }

    /// The next key that was pressed; `nil` when none waits.
    private func nextKey() -> Key? {
        while true {
            let code = cn_next_key()
            if code >= 0 {
                if let key = Key(scalar: UInt32(code)) { return key }
                continue
            }
            switch Int(code) {
            case CN_KEY_NONE: return nil
            default: if let key = Self.keys[Int(code)] { return key }
            }
        }
    }

    /// Shows a picture; only what differs from the one before is sent.
    public func show(_ canvas: Canvas) {
        let isSameSize = lastSize == (canvas.rows, canvas.columns)
        let isKnown = isSameSize && last.count == canvas.cells.count
        for index in canvas.cells.indices where !isKnown || last[index] != canvas.cells[index] {
            put(canvas.cells[index], index / canvas.columns, index % canvas.columns)
        }
        last = canvas.cells
        lastSize = (canvas.rows, canvas.columns)
        cn_set_cursor(CInt(canvas.cursor?.row ?? -1), CInt(canvas.cursor?.column ?? -1))
        cn_show()
    }

    private func put(_ cell: Cell, _ row: Int, _ column: Int) {
        guard cell.width > 0 else { return }
        let scalars = cell.character.unicodeScalars.map(\.value)
        unsafe scalars.withUnsafeBufferPointer { scalars in
            unsafe cn_put(
                CInt(row), CInt(column), scalars.baseAddress, CInt(scalars.count),
                CInt(cell.width), Self.look(cell.style), CInt(cell.style.colour.rawValue))
        }
    }

    private static func look(_ style: Style) -> CInt {
        var look = 0
        if style.isBold { look |= CN_BOLD }
        if style.isReversed { look |= CN_REVERSE }
        if style.isUnderlined { look |= CN_UNDERLINE }
        return CInt(look)
    }

    private static let keys: [Int: Key] = [
        CN_KEY_UP: .up, CN_KEY_DOWN: .down,
        CN_KEY_LEFT: .left, CN_KEY_RIGHT: .right,
        CN_KEY_HOME: .home, CN_KEY_END: .end,
        CN_KEY_PAGE_UP: .pageUp, CN_KEY_PAGE_DOWN: .pageDown,
        CN_KEY_BACKSPACE: .backspace, CN_KEY_DELETE: .delete,
        CN_KEY_BACK_TAB: .backTab, CN_KEY_ENTER: .enter,
        CN_KEY_PASTE_BEGINS: .pasteBegins,
        CN_KEY_PASTE_ENDS: .pasteEnds,
    ]

    deinit { close() }
}
