/* SPDX-License-Identifier: MIT */
/* Submissions -> child processes -> marks. A child has its own limits of time and memory; what it
 * writes is bounded, and it is ended when it takes too long. It knows nothing of exercises. */
#include "exercise/grade_pool.h"

#include "lab.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MAX 256u
#define CHILD_MEMORY_MAX (2048ul * 1024ul * 1024ul)
#define LOOK_EVERY_MS 200

typedef struct {
    pid_t pid; /* 0: free */
    int fd;
    guint index; /* of the submission */
    gint64 ends_at;
    gboolean is_overdue;
    GString *text;
} Child;

typedef struct {
    const GradePool *pool;
    const GPtrArray *submissions;
    Mark **marks; /* done and not yet told */
    guint next, told, done;
    Child children[JOBS_MAX];
    guint n_children;
} Run;

/* ---- in the child --------------------------------------------------------------------------- */

/* `grace`: between the signal and the end. */
static void limit(int resource, rlim_t value, rlim_t grace) {
    struct rlimit limits = {.rlim_cur = value, .rlim_max = value + grace};
    setrlimit(resource, &limits);
}

/* Never returns. */
static void be_child(const GradePool *pool, const Submission *submission, int fd) {
    limit(RLIMIT_CPU, pool->seconds, 2);
    limit(RLIMIT_CORE, 0, 0);
#ifndef __SANITIZE_ADDRESS__ /* its shadow is far larger than any limit */
    limit(RLIMIT_AS, CHILD_MEMORY_MAX, 0);
#endif
    Mark *mark = mark_submission(pool->exercise_directory, submission);
    char *text = mark_write(mark);
    lab_write_all(fd, text, strlen(text));
    _exit(0);
}

/* ---- in the parent -------------------------------------------------------------------------- */

static const Submission *submission_at(const Run *self, guint index) {
    return self->submissions->pdata[index];
}

static gboolean start(Run *self, Child *child, GError **error) {
    int ends[2];
    pid_t pid = -1;
    if (pipe(ends) == 0) {
        pid = fork();
        if (pid == 0) {
            close(ends[0]);
            be_child(self->pool, submission_at(self, self->next), ends[1]);
        }
        close(ends[1]);
        if (pid < 0)
            close(ends[0]);
    }
    if (pid < 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "No process could be started to mark with: %s. Try a smaller -j.",
                    g_strerror(errno));
        return FALSE;
    }
    *child = (Child){.pid = pid, .fd = ends[0], .index = self->next++, .text = g_string_new(NULL)};
    child->ends_at = g_get_monotonic_time() + (gint64)self->pool->seconds * 2 * G_USEC_PER_SEC;
    return TRUE;
}

/* Why a child said nothing that could be read. */
static char *complaint(const Run *self, const Child *child, int status) {
    if (child->is_overdue || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
        return g_strdup_printf("it could not be marked within %u second%s", self->pool->seconds,
                               self->pool->seconds == 1 ? "" : "s");
    if (WIFSIGNALED(status))
        return g_strdup_printf("it broke the program that marks it (signal %d, %s); please report "
                               "this with the file",
                               WTERMSIG(status), g_strsignal(WTERMSIG(status)));
    return g_strdup("it broke the program that marks it; please report this with the file");
}

static void tell_in_order(Run *self) {
    while (self->told < self->submissions->len && self->marks[self->told] != NULL) {
        self->pool->tell(self->pool->user, self->marks[self->told]);
        g_clear_pointer(&self->marks[self->told], mark_free);
        self->told++;
    }
}

static void end_child(Run *self, Child *child) {
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    close(child->fd);
    gboolean is_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    Mark *mark = is_well ? mark_read(child->text->str, child->text->len) : NULL;
    if (mark == NULL) {
        g_autofree char *why = complaint(self, child, status);
        mark = mark_nothing(submission_at(self, child->index), self->pool->of, why);
    }
    self->marks[child->index] = mark;
    g_string_free(child->text, TRUE);
    *child = (Child){0};
    self->done++;
    if (self->pool->progress != NULL)
        self->pool->progress(self->pool->user, self->done);
    tell_in_order(self);
}

/* Reads what has come; ends the child when it has said all. */
static void hear(Run *self, Child *child) {
    char piece[8192];
    gssize length = read(child->fd, piece, sizeof piece);
    if (length < 0 && errno == EINTR)
        return;
    if (length <= 0) {
        end_child(self, child);
        return;
    }
    g_string_append_len(child->text, piece, length);
    if (child->text->len > MARK_TEXT_MAX)
        kill(child->pid, SIGKILL);
}

static void watch_time(Child *child) {
    if (child->is_overdue || g_get_monotonic_time() < child->ends_at)
        return;
    child->is_overdue = TRUE;
    kill(child->pid, SIGKILL);
}

static void hear_all(Run *self) {
    struct pollfd polled[JOBS_MAX];
    for (guint i = 0; i < self->n_children; i++)
        polled[i] = (struct pollfd){.fd = self->children[i].pid != 0 ? self->children[i].fd : -1,
                                    .events = POLLIN};
    poll(polled, self->n_children, LOOK_EVERY_MS);
    for (guint i = 0; i < self->n_children; i++) {
        if (self->children[i].pid == 0)
            continue;
        watch_time(&self->children[i]);
        if (polled[i].revents != 0)
            hear(self, &self->children[i]);
    }
}

static gboolean start_more(Run *self, GError **error) {
    for (guint i = 0; i < self->n_children && self->next < self->submissions->len; i++)
        if (self->children[i].pid == 0 && !start(self, &self->children[i], error))
            return FALSE;
    return TRUE;
}

static void end_all(Run *self) {
    for (guint i = 0; i < self->n_children; i++)
        if (self->children[i].pid != 0) {
            kill(self->children[i].pid, SIGKILL);
            end_child(self, &self->children[i]);
        }
}

gboolean grade_pool_run(const GradePool *pool, const GPtrArray *submissions, GError **error) {
    g_autofree Run *self = g_new0(Run, 1);
    self->pool = pool;
    self->submissions = submissions;
    self->marks = g_new0(Mark *, submissions->len);
    self->n_children = CLAMP(pool->jobs, 1, JOBS_MAX);
    gboolean is_well = TRUE;
    while (is_well && self->told < submissions->len) {
        is_well = start_more(self, error);
        if (is_well)
            hear_all(self);
    }
    end_all(self);
    for (guint i = 0; i < submissions->len; i++)
        g_clear_pointer(&self->marks[i], mark_free);
    g_free(self->marks);
    return is_well;
}
