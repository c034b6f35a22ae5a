#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CNCurses.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncursesw/curses.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum { PASTE_BEGINS = KEY_MAX + 1, PASTE_ENDS = KEY_MAX + 2, ESCAPE_MILLISECONDS = 60 };

static SCREEN *screen;
static FILE *input;
static int descriptor = -1;
static bool has_colour;
static bool is_unicode;
static bool takes_pastes;

// A session without any locale, as a bare ssh may give, has a terminal in UTF-8 nowadays.
static void choose_locale(void) {
    const char *name = setlocale(LC_CTYPE, "");
    if (name == NULL || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0) {
        setlocale(LC_CTYPE, "C.UTF-8");
    }
    is_unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// Words and what is behind them are set together, for whatever background the terminal has. The
// first eight colours are each terminal's own; those behind them in a table of 256 are the same
// everywhere.
static void set_colours(void) {
    bool has_table = COLORS >= 256;
    init_pair(CN_RED, has_table ? 231 : COLOR_WHITE, has_table ? 124 : COLOR_RED);
    init_pair(CN_GREEN, has_table ? 16 : COLOR_BLACK, has_table ? 114 : COLOR_GREEN);
    init_pair(CN_YELLOW, has_table ? 16 : COLOR_BLACK, has_table ? 220 : COLOR_YELLOW);
}

// Whether the terminal can say what is pasted: all do but old ones, which might show the request.
static bool knows_pastes(const char *kind) {
    static const char *const old[] = { "vt", "linux", "dumb", "ansi", "cons" };
    for (size_t index = 0; index < sizeof old / sizeof *old; index++) {
        if (strncmp(kind, old[index], strlen(old[index])) == 0) return false;
    }
    return true;
}

static void say(const char *sequence) {
    fputs(sequence, stdout);
    fflush(stdout);
}

const char *cn_open(bool wants_colour) {
    choose_locale();
    const char *kind = getenv("TERM");
    if (kind == NULL || *kind == '\0' || !isatty(STDOUT_FILENO)) return "this is no terminal";
    // A descriptor of our own: the loop makes it non-blocking, which must not touch the output.
    descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) return "the terminal cannot be opened";
    input = fdopen(descriptor, "r");
    if (input != NULL) screen = newterm(NULL, stdout, input);
    if (screen == NULL) {
        if (input != NULL) fclose(input); else close(descriptor);
        input = NULL;
        descriptor = -1;
        return "ncurses does not know this kind of terminal (TERM)";
    }
    set_term(screen);
    set_escdelay(ESCAPE_MILLISECONDS);
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    has_colour = wants_colour && has_colors() && start_color() == OK && COLORS >= 8;
    if (has_colour) {
        use_default_colors();
        set_colours();
    }
    takes_pastes = knows_pastes(kind);
    if (takes_pastes) {
        define_key("\033[200~", PASTE_BEGINS);
        define_key("\033[201~", PASTE_ENDS);
        say("\033[?2004h");
    }
    return NULL;
}

void cn_close(void) {
    if (screen == NULL) return;
    if (takes_pastes) say("\033[?2004l");
    curs_set(1);
    endwin();
    delscreen(screen);
    screen = NULL;
    fclose(input);
    input = NULL;
    descriptor = -1;
}

int cn_descriptor(void) { return descriptor; }

bool cn_is_gone(void) {
    int waiting = 0;
    return descriptor < 0 || ioctl(descriptor, FIONREAD, &waiting) != 0 || waiting == 0;
}

bool cn_has_colour(void) { return has_colour; }
bool cn_is_unicode(void) { return is_unicode; }

void cn_get_size(int *rows, int *columns) { getmaxyx(stdscr, *rows, *columns); }

void cn_adopt_size(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        resizeterm(size.ws_row, size.ws_col);
    }
}

static int32_t named_key(wint_t code) {
    switch (code) {
    case KEY_UP: return CN_KEY_UP;
    case KEY_DOWN: return CN_KEY_DOWN;
    case KEY_LEFT: return CN_KEY_LEFT;
    case KEY_RIGHT: return CN_KEY_RIGHT;
    case KEY_HOME: return CN_KEY_HOME;
    case KEY_END: return CN_KEY_END;
    case KEY_PPAGE: return CN_KEY_PAGE_UP;
    case KEY_NPAGE: return CN_KEY_PAGE_DOWN;
    case KEY_BACKSPACE: return CN_KEY_BACKSPACE;
    case KEY_DC: return CN_KEY_DELETE;
    case KEY_BTAB: return CN_KEY_BACK_TAB;
    case KEY_ENTER: return CN_KEY_ENTER;
    case PASTE_BEGINS: return CN_KEY_PASTE_BEGINS;
    case PASTE_ENDS: return CN_KEY_PASTE_ENDS;
    default: return CN_KEY_OTHER;
    }
}

int32_t cn_next_key(void) {
    wint_t code = 0;
    switch (wget_wch(stdscr, &code)) {
    case ERR: return CN_KEY_NONE;
    case KEY_CODE_YES: return named_key(code);
    default: return (int32_t)code;
    }
}

bool cn_wait(int milliseconds) {
    struct pollfd watched = { .fd = descriptor, .events = POLLIN };
    return descriptor >= 0 && poll(&watched, 1, milliseconds) > 0;
}

void cn_put(int row, int column, const uint32_t *scalars, int count, int width, int look,
            int colour) {
    wchar_t text[CCHARW_MAX + 1] = { 0 };
    int length = 0;
    for (; length < count && length < CCHARW_MAX - 1; length++) text[length] = scalars[length];
    attr_t attributes = A_NORMAL;
    // Many terminals make bold black a grey, which is hard to read on a colour.
    bool is_black = has_colour && (colour == CN_GREEN || colour == CN_YELLOW);
    if (look & CN_BOLD && !is_black) attributes |= A_BOLD;
    if (look & CN_REVERSE) attributes |= A_REVERSE;
    if (look & CN_UNDERLINE) attributes |= A_UNDERLINE;
    cchar_t cell;
    // What this system does not know to be as wide as we think would displace the line.
    if (wcwidth(text[0]) != width || setcchar(&cell, text, attributes, has_colour ? colour : 0,
                                              NULL) == ERR) {
        for (int place = 0; place < width; place++) {
            setcchar(&cell, L"?", attributes, has_colour ? colour : 0, NULL);
            mvadd_wch(row, column + place, &cell);
        }
        return;
    }
    mvadd_wch(row, column, &cell);
}

void cn_set_cursor(int row, int column) {
    curs_set(row >= 0);
    if (row >= 0) move(row, column);
}

void cn_show(void) { refresh(); }
void cn_forget(void) { clearok(stdscr, TRUE); }
void cn_bell(void) { beep(); }
