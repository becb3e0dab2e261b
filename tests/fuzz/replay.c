/* SPDX-License-Identifier: MIT */
/* Replays a corpus directory through one fuzz target, each file whole and cut short at several
 * places, and says so in TAP: what a fuzzer once found stays found in every build. It knows
 * nothing of what the target parses. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CUTS 16u

/* Runs the target on the file's first `size` octets, in a buffer of exactly that size so that a
 * sanitizer sees a read past its end. */
static void run_prefix(const char *octets, gsize size) {
    g_autofree guint8 *copy = g_memdup2(octets, size);
    LLVMFuzzerTestOneInput(copy ? copy : (const guint8 *)"", size);
}

static gboolean replay_file(const char *path) {
    g_autofree char *octets = NULL;
    gsize size = 0;
    if (!g_file_get_contents(path, &octets, &size, NULL))
        return FALSE;
    for (guint cut = 0; cut <= CUTS; cut++)
        run_prefix(octets, size * cut / CUTS);
    return TRUE;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS-DIRECTORY\n", argv[0]);
        return 2;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) directory = g_dir_open(argv[1], 0, &error);
    if (!directory) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    guint n = 0, failed = 0;
    for (const char *name; (name = g_dir_read_name(directory)) != NULL;) {
        g_autofree char *path = g_build_filename(argv[1], name, NULL);
        gboolean is_read = replay_file(path);
        failed += !is_read;
        printf("%s %u - %s\n", is_read ? "ok" : "not ok", ++n, name);
    }
    printf("1..%u\n", n);
    return failed || n == 0;
}
