#pragma once

/// Calls of malloc, calloc and realloc by the calling thread so far, or -1 when a
/// sanitizer owns the allocator.
long allocation_count(void);
