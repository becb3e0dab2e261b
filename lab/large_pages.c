/* SPDX-License-Identifier: MIT */
/* A heap that grows by little steps -> one whose address range is taken in one step and advised to
 * consist of large pages. What is not used of it costs no memory. It knows nothing of its users. */
#include "large_pages.h"

#include <glib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEAP_STEP (256 * 1024 * 1024) /* address range, not memory */
#define MAPPED_MIN (4 * 1024 * 1024)  /* what is smaller comes from the heap */
#define LARGE_PAGE ((gsize)2 * 1024 * 1024)

/* Makes the heap grow by one step; nothing where it is no part of the data segment. */
static void grow_heap(guint8 **start, guint8 **end) {
    mallopt(M_TOP_PAD, HEAP_STEP);
    mallopt(M_TRIM_THRESHOLD, 2 * HEAP_STEP);
    mallopt(M_MMAP_THRESHOLD, MAPPED_MIN);
    *start = sbrk(0);
    g_free(g_malloc(MAPPED_MIN / 2));
    *end = sbrk(0);
}

void large_pages_prefer(void) {
    guint8 *start = NULL, *end = NULL;
    grow_heap(&start, &end);
    gsize skipped = (LARGE_PAGE - GPOINTER_TO_SIZE(start) % LARGE_PAGE) % LARGE_PAGE;
    if (end > start && (gsize)(end - start) > skipped)
        madvise(start + skipped, (gsize)(end - start) - skipped, MADV_HUGEPAGE);
}
#else
void large_pages_prefer(void) {
}
#endif
