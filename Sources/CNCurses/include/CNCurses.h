// The part of ncursesw that a console needs, without its macros and variadic functions.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// Keys that are no characters; a character is its Unicode number.
enum {
    CN_KEY_NONE = -1,
    CN_KEY_UP = -2,
    CN_KEY_DOWN = -3,
    CN_KEY_LEFT = -4,
    CN_KEY_RIGHT = -5,
    CN_KEY_HOME = -6,
    CN_KEY_END = -7,
    CN_KEY_PAGE_UP = -8,
    CN_KEY_PAGE_DOWN = -9,
    CN_KEY_BACKSPACE = -10,
    CN_KEY_DELETE = -11,
    CN_KEY_BACK_TAB = -12,
    CN_KEY_PASTE_BEGINS = -13,
    CN_KEY_PASTE_ENDS = -14,
    CN_KEY_ENTER = -15,
    CN_KEY_OTHER = -16,
};

// How a cell looks; one colour and any of the others.
enum {
    CN_BOLD = 1,
    CN_REVERSE = 2,
    CN_UNDERLINE = 4,
};

// Colours: of what lies behind the words, and the words in what is read best on it.
enum {
    CN_PLAIN = 0,
    CN_RED = 1,
    CN_GREEN = 2,
    CN_YELLOW = 3,
};

// Takes the terminal over. `wants_colour` is granted only where the terminal has colours.
// Returns NULL, or why it cannot be done.
const char *cn_open(bool wants_colour);
// Gives the terminal back as it was. Harmless when it was never taken.
void cn_close(void);

// What to watch for input; -1 when closed.
int cn_descriptor(void);
// Whether the terminal is gone: readable, but nothing to read.
bool cn_is_gone(void);
bool cn_has_colour(void);
// Whether characters beyond ASCII can be shown.
bool cn_is_unicode(void);

void cn_get_size(int *rows, int *columns);
// Asks the system for the terminal's size and takes it over.
void cn_adopt_size(void);
// The next key, or CN_KEY_NONE when there is none now.
int32_t cn_next_key(void);
// Whether something comes within this time.
bool cn_wait(int milliseconds);

// Puts one character with its combining marks into a cell, `width` cells wide.
void cn_put(int row, int column, const uint32_t *scalars, int count, int width, int look,
            int colour);
// Shows the cursor there, or hides it when `row` is negative.
void cn_set_cursor(int row, int column);
// Sends what has changed.
void cn_show(void);
// Forgets what is on the terminal, so that the next cn_show sends all.
void cn_forget(void);
void cn_bell(void);
