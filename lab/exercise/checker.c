/* SPDX-License-Identifier: MIT */
/* Records and answers -> counts, one for each step, prediction and mistake, in every conversation.
 * What they mean for the student stands in checker_result.c. */
#include "exercise/checker_part.h"

#include <string.h>

#define NO_PART G_MAXUINT

/* ---- parts ---------------------------------------------------------------------------------- */

static void begin_step(CheckPart *part, const ExerciseStep *step, const Seed *seed) {
    *part = (CheckPart){.step = step, .facts = step->facts, .after = NO_PART};
    if (step->after > 0)
        part->after = step->after - 1;
    if (step->kind == EXERCISE_BLANK || step->kind == EXERCISE_ORDER)
        part->rows = rows_new(step, seed);
    else if (step->kind == EXERCISE_FILTER)
        part->frames = frames_new();
    else if (step->value.kind != ANSWER_NONE)
        part->gathering = answer_gathering_new(&step->value);
}

static void conversation_free(gpointer pointer) {
    CheckConversation *self = pointer;
    g_free(self->progress);
    g_free(self->early);
    g_free(self->counts);
    g_free(self);
}

Checker *checker_new(const Exercise *exercise) {
    Checker *self = g_new0(Checker, 1);
    self->exercise = exercise;
    self->n_steps = exercise->steps->len;
    self->n_predictions = exercise->predictions->len;
    self->n_parts = self->n_steps + self->n_predictions + exercise->mistakes->len;
    self->parts = g_new0(CheckPart, self->n_parts);
    self->conversations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, conversation_free);
    CheckPart *part = self->parts;
    for (guint i = 0; i < self->n_steps; i++)
        begin_step(part++, exercise->steps->pdata[i], exercise->seed);
    for (guint i = 0; i < self->n_predictions; i++)
        begin_step(part++, exercise->predictions->pdata[i], exercise->seed);
    for (guint i = 0; i < exercise->mistakes->len; i++) {
        const ExerciseMistake *mistake = exercise->mistakes->pdata[i];
        *part++ = (CheckPart){.facts = mistake->facts, .after = NO_PART};
    }
    return self;
}

void checker_free(Checker *self) {
    if (self == NULL)
        return;
    for (guint i = 0; i < self->n_parts; i++) {
        CheckPart *part = &self->parts[i];
        answer_gathering_free(part->gathering);
        rows_free(part->rows);
        frames_free(part->frames);
        frames_free(part->selection);
        g_free(part->answer);
        g_free(part->fact);
        g_free(part->near);
    }
    g_hash_table_unref(self->conversations);
    g_free(self->parts);
    g_free(self->last);
    g_free(self);
}

CheckPart *checker_part(Checker *self, const ExerciseStep *step) {
    guint index = step->number - 1 + (step->is_prediction ? self->n_steps : 0);
    return &self->parts[index];
}

/* ---- records -------------------------------------------------------------------------------- */

static CheckConversation *conversation_of(Checker *self, const Record *record) {
    const char *key = record_conversation(record);
    CheckConversation *found = g_hash_table_lookup(self->conversations, key);
    if (found != NULL || g_hash_table_size(self->conversations) >= CHECKER_CONVERSATIONS_MAX)
        return found;
    found = g_new0(CheckConversation, 1);
    found->progress = g_new0(PredicateProgress, self->n_parts);
    found->early = g_new0(PredicateProgress, self->n_parts);
    found->counts = g_new0(guint, self->n_parts);
    found->began = self->n_records;
    g_hash_table_insert(self->conversations, g_strdup(key), found);
    return found;
}

static gboolean may_begin(const Checker *self, const CheckConversation *conversation,
                          const CheckPart *part) {
    if (part->after == NO_PART)
        return TRUE;
    const ExerciseStep *before = self->parts[part->after].step;
    guint count = conversation->counts[part->after];
    return before->want == WANT_NONE ? count == 0 : count >= before->want_n;
}

static void add_frames(CheckPart *part, const Record *record) {
    g_auto(GStrv) values = record_values(record, "frames");
    const char *which = part->step->frames != NULL ? part->step->frames : "last";
    if (values[0] == NULL || values[1] == NULL)
        return;
    guint first = (guint)g_ascii_strtoull(values[0], NULL, 10);
    guint last = (guint)g_ascii_strtoull(values[1], NULL, 10);
    guint from = strcmp(which, "last") == 0 ? last : first;
    guint to = strcmp(which, "first") == 0 ? first : last;
    for (guint frame = from; frame <= to && frame - from < FRAMES_MAX && frame > 0; frame++)
        frames_add(part->frames, frame);
}

static void count(CheckPart *part, CheckConversation *conversation, guint index,
                  const Record *record) {
    part->count++;
    conversation->counts[index]++;
    if (part->gathering != NULL)
        answer_gathering_push(part->gathering, record);
    if (part->frames != NULL)
        add_frames(part, record);
}

/* Of an act that is not done yet: is this record the nearest so far? */
static void look_whether_near(CheckPart *part, const Record *record, char **words) {
    guint nearness = predicate_nearness(part->facts, record);
    if (nearness < 2 || nearness < part->nearness)
        return;
    if (*words == NULL)
        *words = record_words(record);
    part->nearness = nearness;
    g_free(part->near);
    part->near = g_strdup(*words);
}

static void remember_last(Checker *self, const Record *record, char **words) {
    const char *type = record_type(record);
    if (strcmp(type, "reply") != 0 && strcmp(type, "command") != 0)
        return;
    if (*words == NULL)
        *words = record_words(record);
    g_free(self->last);
    self->last = g_strdup(*words);
}

void checker_push(gpointer user, const Record *record) {
    Checker *self = user;
    g_autofree char *words = NULL;
    CheckConversation *conversation = conversation_of(self, record);
    if (conversation == NULL)
        return;
    self->n_records++;
    if (exercise_has_acts(self->exercise))
        remember_last(self, record, &words);
    /* The last first: what follows a step is another record than the one that fulfils it. */
    for (guint i = self->n_parts; i-- > 0;) {
        CheckPart *part = &self->parts[i];
        if (part->rows != NULL) {
            rows_push(part->rows, record);
            continue;
        }
        if (part->facts == NULL)
            continue;
        if (!may_begin(self, conversation, part))
            part->was_early |= predicate_push(part->facts, &conversation->early[i], record);
        else if (predicate_push(part->facts, &conversation->progress[i], record))
            count(part, conversation, i, record);
        else if (part->count == 0 && part->step != NULL && part->gathering == NULL)
            look_whether_near(part, record, &words);
    }
}

/* ---- answers -------------------------------------------------------------------------------- */

void checker_answer(Checker *self, const ExerciseStep *step, const char *answer) {
    CheckPart *part = checker_part(self, step);
    g_free(part->answer);
    part->answer = answer != NULL ? g_strndup(answer, strnlen(answer, ANSWER_MAX)) : NULL;
    frames_free(part->selection);
    part->selection = NULL;
}

void checker_set_done(Checker *self, const ExerciseStep *step) {
    checker_part(self, step)->was_done = TRUE;
}

void checker_take_selection(Checker *self, const ExerciseStep *step, Frames *selection) {
    CheckPart *part = checker_part(self, step);
    frames_free(part->selection);
    part->selection = selection;
}

char *checker_rows(Checker *self, const ExerciseStep *step) {
    const CheckPart *part = checker_part(self, step);
    return part->rows != NULL ? rows_text(part->rows) : NULL;
}

void checker_set_fact(Checker *self, const ExerciseStep *step, const char *fact) {
    CheckPart *part = checker_part(self, step);
    g_free(part->fact);
    part->fact = g_strdup(fact);
}

char *checker_fact(Checker *self, const ExerciseStep *step) {
    const CheckPart *part = checker_part(self, step);
    if (part->fact != NULL)
        return g_strdup(part->fact);
    if (part->rows != NULL)
        return rows_fact(part->rows);
    if (part->frames != NULL)
        return frames_text(part->frames);
    return part->gathering != NULL ? answer_gathering_result(part->gathering) : NULL;
}

/* ---- acts ----------------------------------------------------------------------------------- */

gboolean checker_act_is_fulfilled(const ExerciseStep *step, guint count) {
    switch (step->want) {
    case WANT_NONE:
        return count == 0;
    case WANT_EXACTLY:
        return count == step->want_n;
    default:
        return count >= step->want_n;
    }
}

/* Acts of a conversation that are done. */
static guint score_of(const Checker *self, const CheckConversation *conversation) {
    guint score = 0;
    for (guint i = 0; i < self->n_steps; i++) {
        const ExerciseStep *step = self->parts[i].step;
        if (!exercise_step_is_question(step) &&
            checker_act_is_fulfilled(step, conversation->counts[i]))
            score++;
    }
    return score;
}

const CheckConversation *checker_best(const Checker *self) {
    const CheckConversation *best = NULL;
    guint best_score = 0;
    GHashTableIter iterator;
    gpointer value;
    if (!self->exercise->is_scope_conversation)
        return NULL;
    g_hash_table_iter_init(&iterator, self->conversations);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        const CheckConversation *conversation = value;
        guint score = score_of(self, conversation);
        if (best == NULL || score > best_score ||
            (score == best_score && conversation->began > best->began)) {
            best = conversation;
            best_score = score;
        }
    }
    return best;
}

guint checker_count(const Checker *self, const CheckConversation *best, guint part) {
    return best != NULL ? best->counts[part] : self->parts[part].count;
}

gboolean checker_acts_happened(const Checker *self) {
    const CheckConversation *best = checker_best(self);
    gboolean all = self->n_records > 0;
    for (guint i = 0; i < self->n_steps && all; i++) {
        const ExerciseStep *step = self->parts[i].step;
        all = exercise_step_is_question(step) || step->want == WANT_NONE ||
              checker_act_is_fulfilled(step, checker_count(self, best, i));
    }
    return all;
}
