/* SPDX-License-Identifier: MIT */
/* Filter and capture -> tshark -> the checker. */
#include "exercise/filter.h"

#include "exercise/tshark.h"
#include "options.h"

gboolean filter_try(const Exercise *exercise, const char *capture, Checker *checker,
                    const ExerciseStep *step, const char *filter, GError **error) {
    g_autoptr(GError) reason = NULL;
    Frames *frames = NULL;
    checker_answer(checker, step, filter);
    g_autofree char *path =
        capture != NULL ? g_strdup(capture) : exercise_trace_path(exercise, error);
    if (path == NULL)
        return FALSE;
    TsharkResult result = tshark_select(path, filter, &frames, &reason);
    if (result == TSHARK_DONE) {
        checker_take_selection(checker, step, frames);
        return TRUE;
    }
    frames_free(frames);
    if (result == TSHARK_MISSING)
        return options_refuse(error, "%s", reason->message);
    return options_refuse(error, "Step %u: tshark does not understand \"%s\": %s", step->number,
                          filter, reason->message);
}
