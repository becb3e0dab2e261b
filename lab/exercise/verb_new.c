/* SPDX-License-Identifier: MIT */
/* An exercise of a teacher's own capture, and how to go on with it. */
#include "exercise/verbs.h"

#include "exercise/new.h"

#define NEW_DIRECTORY "my-exercises"

int verb_new(Desk *desk, GPtrArray *operands) {
    g_autoptr(GError) error = NULL;
    const char *capture = verb_operand(operands, 0, "new CAPTURE");
    const char *directory = operands->len > 1 ? operands->pdata[1] : NEW_DIRECTORY;
    if (capture == NULL)
        return LAB_USAGE;
    g_autofree char *made = exercise_new(capture, directory, &error);
    if (made == NULL) {
        lab_complain("%s", error->message);
        return LAB_USAGE;
    }
    desk_say(desk, 0, NULL, STYLE_GOOD, "%s is made.", made);
    desk_say(desk, 2, NULL, NULL, "See it:          maillab exercise show %u --directory %s",
             exercise_number_of(made), directory);
    desk_say(desk, 2, NULL, NULL, "Does it work?    maillab exercise prove all --directory %s",
             directory);
    desk_say(desk, 2, NULL, NULL,
             "Write on it:     %s/exercise.ini and text.md; exercises/README.md "
             "has the format.",
             made);
    desk_print(desk);
    return LAB_DONE;
}
