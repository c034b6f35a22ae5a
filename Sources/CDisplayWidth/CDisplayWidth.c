#define _GNU_SOURCE
#include "CDisplayWidth.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t utf8;

// C.UTF-8 is a part of the C library. Without it the process's own locale would decide.
static void open_locale(void) { utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

int display_width(uint32_t scalar) {
    pthread_once(&once, open_locale);
    // Of this thread only, and put back at once.
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}
