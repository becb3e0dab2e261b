/* SPDX-License-Identifier: MIT */
/* Collects the link types of a capture, each once, under their names. */
#include "capture/capture_format.h"
#include "capture/link_type.h"

void link_list_init(LinkList *self) {
    self->numbers = g_array_new(FALSE, FALSE, sizeof(int));
    self->names = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(self->names, NULL);
}

void link_list_clear(LinkList *self) {
    g_array_unref(self->numbers);
    g_ptr_array_unref(self->names);
}

void link_list_add(LinkList *self, int link_type) {
    for (guint i = 0; i < self->numbers->len; i++) {
        if (g_array_index(self->numbers, int, i) == link_type) {
            return;
        }
    }
    const char *name = link_type_name(link_type);
    g_array_append_val(self->numbers, link_type);
    g_ptr_array_insert(self->names, (gint)self->names->len - 1,
                       name != NULL ? g_strdup(name) : g_strdup_printf("LINKTYPE_%d", link_type));
}
