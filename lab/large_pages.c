/* SPDX-License-Identifier: MIT */
/* The wish for large pages -> the allocator's option, for what it will ask of the system, and
 * advice to the system about what it has already. It knows nothing of who allocates. */
#include "large_pages.h"

#ifdef HAVE_MIMALLOC
#include <glib.h>
#include <mimalloc.h>
#include <stdio.h>
#include <sys/mman.h>

/* The allocator took the first of its memory before the program began: the mapping around
 * `inside`. "start-end rights …", in hexadecimal: proc_pid_maps(5). */
static void advise_around(const void *inside) {
    FILE *mappings = fopen("/proc/self/maps", "re");
    guint64 address = (guint64)GPOINTER_TO_SIZE(inside), start = 0, end = 0;
    gboolean is_found = FALSE;
    while (mappings != NULL && !is_found &&
           fscanf(mappings, "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x%*[^\n]", &start,
                  &end) == 2)
        is_found = start <= address && address < end;
    if (is_found)
        madvise(GSIZE_TO_POINTER((gsize)start), (size_t)(end - start), MADV_HUGEPAGE);
    if (mappings != NULL)
        fclose(mappings);
}

void large_pages_prefer(void) {
    g_autofree char *first = g_malloc(1);
    mi_option_enable(mi_option_large_os_pages);
    advise_around(first);
}
#else
void large_pages_prefer(void) {
}
#endif
