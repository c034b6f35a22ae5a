#pragma once

#include <stdint.h>

// Cells that a scalar takes on a terminal in UTF-8, whatever the locale of this process: 0, 1 or
// 2, or -1 for what the system does not know; wcwidth(3).
int display_width(uint32_t scalar);
