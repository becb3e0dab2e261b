/* SPDX-License-Identifier: MIT */
/* Lines of a talk that is told leaf by leaf, and again octet by octet. */
#include "render/follow.h"

#include "render/story.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    Direction direction;
    guint64 frame, skipped; /* octets before it that never came */
    const char *octets, *label, *layer;
} Told;

/* clang-format off */
static const Told told[] = {
    { DIRECTION_CLIENT, 5, 0, "HELO x\r\n", "verb", NULL },
    { DIRECTION_CLIENT, 5, 0, "inside\r\n", "verb", "tls" },
    { DIRECTION_CLIENT, 8, 0, "a\nb", "text", NULL },
    { DIRECTION_CLIENT, 8, 0, ".", "dot-stuffing", NULL },
    { DIRECTION_CLIENT, 8, 0, ".\r\n", "text", NULL },
    { DIRECTION_CLIENT, 9, 7, "\x01\xff\\\xff" "end", "text", NULL },
    { DIRECTION_SERVER, 4, 0, "220 mail\r\n", "reply", NULL },
    { DIRECTION_SERVER, 6, 0, "250 ok\r\n", "reply", NULL },
};
/* clang-format on */

static const char expected[] = "S: 220 mail\n"
                               "C: HELO x\n"
                               "S: 250 ok\n"
                               "-- conflict: packet 7 brings 3 octets of the server again with "
                               "different content; only one copy is shown\n"
                               "C~ a\\n\n"
                               "-- dot stuffing: the receiver removes the first dot of the next "
                               "line\n"
                               "C: b..\n"
                               "-- gap: 7 octets of the client are missing here\n"
                               "C~ \\x01\\xff\\\\\\xffend\n"
                               "-- gap: 2 octets of the client are missing at the end\n";

static gboolean gather(gpointer user, const char *octets, gsize length) {
    g_string_append_len(user, octets, (gssize)length);
    return TRUE;
}

static void tell(FollowRenderer *renderer, NoteConversation *conversation, gsize size) {
    guint64 at[N_DIRECTIONS] = {0};
    for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
        const Told *leaf = &told[i];
        gsize length = strlen(leaf->octets);
        guint64 *offset = &at[leaf->direction];
        *offset += leaf->skipped;
        for (gsize from = 0; from < length; from += size) {
            gsize n = MIN(size, length - from);
            NoteLeaf note = {.span = {leaf->direction, *offset, n},
                             .label = leaf->label,
                             .octets = (const guint8 *)leaf->octets + from,
                             .frames = {leaf->frame, leaf->frame},
                             .layer = leaf->layer};
            follow_sink.leaf(renderer, conversation, &note);
            *offset += leaf->layer == NULL ? n : 0;
        }
    }
}

Test(follow, lines_are_in_the_order_of_the_wire_however_the_leaves_are_cut) {
    for (gsize size = 1; size <= 16; size++) {
        GString *text = g_string_new(NULL);
        RenderOutput output = {gather, text};
        g_autoptr(FollowRenderer) renderer = follow_renderer_new(&output);
        Story story;
        story_begin(&story, &follow_sink, renderer, 0);
        NoteTcp conflict = {7, "conflict", DIRECTION_SERVER, 3};
        NoteTcp harmless = {7, "retransmission", DIRECTION_SERVER, 3};
        tell(renderer, &story.conversation, size);
        follow_sink.tcp(renderer, &story.conversation, &conflict);
        follow_sink.tcp(renderer, &story.conversation, &harmless);
        story.conversation.missing[DIRECTION_CLIENT] = 9;
        story_end(&story);
        cr_assert_str_eq(text->str, expected, "cut every %zu octets: %s", size, text->str);
        g_string_free(text, TRUE);
    }
}
