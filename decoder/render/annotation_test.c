/* SPDX-License-Identifier: MIT */
#include "render/annotation.h"
#include "render/story.h"

#include <criterion/criterion.h>

Test(annotation, notes_stand_on_the_last_frame_of_their_unit) {
    g_autoptr(Annotations) self = annotations_new();
    static const NoteText lines[] = {STORY_TEXT("ok")};
    Story story;
    story_begin(&story, &annotation_sink, self, 0);
    story_command_new(&story, SMTP_EHLO, STORY_TEXT("EHLO"), STORY_TEXT("secret"),
                      SMTP_STATE_GREETED);
    story_command(&story);
    guint64 frame = story.frame;
    story_finding(&story, "smtp.bare-lf", 0, "special\x1b[31m\nhere");
    story_reply(&story, "250", lines, 1, 0);
    const char *command = annotations_get(self, frame), *reply = annotations_get(self, frame + 1);
    cr_assert(g_str_has_prefix(command, "C: EHLO in state GREETED: introduces"), "%s", command);
    cr_assert_not_null(strstr(command, "] smtp.bare-lf: special\\x1b[31m\\nhere (RFC "), "%s",
                       command);
    cr_assert_null(strstr(command, "secret"));
    cr_assert(g_str_has_prefix(reply, "S: 250 to EHLO: "), "%s", reply);
    cr_assert_not_null(strstr(reply, "\nstate GREETED → READY: "), "%s", reply);
    cr_assert_null(annotations_get(self, frame + 2));
    cr_assert_eq(annotations_left_out(self), 0);
}

/* However much there is to say about one frame, it fits into a comment, and the rest is counted. */
Test(annotation, one_frame_holds_so_much) {
    g_autoptr(Annotations) self = annotations_new();
    Story story;
    story_begin(&story, &annotation_sink, self, 0);
    story.frame = 7;
    for (guint i = 0; i < 2000; i++)
        story_finding(&story, "smtp.bare-lf", -1, "the same sentence again");
    gsize length = strlen(annotations_get(self, 7));
    cr_assert_leq(length, ANNOTATION_FRAME_MAX);
    cr_assert_gt(length, ANNOTATION_FRAME_MAX - 200);
    guint lines = 1;
    for (const char *at = annotations_get(self, 7); (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    cr_assert_eq(annotations_left_out(self), 2000 - lines);
}

/* A frame 0 is none: what was never sent gets no comment. */
Test(annotation, no_frame_no_comment) {
    g_autoptr(Annotations) self = annotations_new();
    Story story;
    story_begin(&story, &annotation_sink, self, 0);
    story_finding(&story, "smtp.bare-lf", -1, NULL);
    cr_assert_null(annotations_get(self, 0));
}
