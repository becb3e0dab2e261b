/* SPDX-License-Identifier: MIT */
/* Our side first: its facts are kept, small as they are. Then tshark's output is read as it comes,
 * and each frame is compared and forgotten. */
#include "compare/run.h"

#include "compare/gather.h"
#include "compare/tshark.h"

#include "capture/capture.h"

typedef struct {
    const ReportKind *kind;
    Report *report;
    PdmlReader *reader;
} Run;

static void on_difference(gpointer user, const Difference *difference, const Cause *cause) {
    Run *self = user;
    self->kind->difference(self->report, difference, cause);
}

static void on_counted(gpointer user, const FieldRow *row, DifferenceKind kind) {
    Run *self = user;
    if (self->kind->counted != NULL)
        self->kind->counted(self->report, row, kind);
}

static void push_secrets(CaptureReader *reader, Decoder *decoder) {
    g_autoptr(GBytes) secrets = capture_reader_take_tls_secrets(reader);
    gsize length = 0;
    const char *text = secrets == NULL ? NULL : g_bytes_get_data(secrets, &length);
    if (text != NULL)
        decoder_add_tls_secrets(decoder, text, length);
}

/* FALSE with an error if the capture could not be read to its end. */
static gboolean gather_facts(const CompareOptions *options, const char *path, FactStore *store,
                             GError **error) {
    g_autoptr(CaptureReader) reader = capture_reader_open(path, error);
    if (reader == NULL)
        return FALSE;
    g_autoptr(Gather) gather = gather_new(store);
    g_autoptr(Decoder) decoder = decoder_new(&options->analyze.decoder, &gather_sink, gather);
    CapturePacket packet;
    CaptureStatus status;
    NoteEnd end;
    while ((status = capture_reader_next(reader, &packet, error)) == CAPTURE_PACKET) {
        push_secrets(reader, decoder);
        decoder_push(decoder, &packet);
    }
    decoder_finish(decoder, &end);
    fact_store_seal(store);
    return status == CAPTURE_END;
}

static gboolean on_pdml(gpointer user, const char *octets, gsize length, GError **error) {
    PdmlReader *reader = user;
    if (pdml_reader_push(reader, octets, length, error))
        return TRUE;
    g_prefix_error(error, "What tshark writes is not understood: ");
    return FALSE;
}

/* A build for tests breaks what one field is compared with, if asked to. */
static void break_for_test(Compare *compare) {
#ifdef MAILLAB_BREAK_FACTS
    const char *name = g_getenv("MAILLAB_BREAK_FACT");
    const FieldRow *row = name == NULL ? NULL : fields_find(name);
    if (row != NULL)
        compare_break(compare, row);
#else
    (void)compare;
#endif
}

gboolean compare_run(const CompareOptions *options, const char *path, Report *report,
                     CompareCount *count, GError **error) {
    g_autoptr(FactStore) store = fact_store_new();
    g_autoptr(GError) trouble = NULL;
    gboolean is_whole = gather_facts(options, path, store, error);
    if (!is_whole && store->facts->len == 0)
        return FALSE;
    TsharkOptions tshark = {(const char *const *)options->keylogs->pdata,
                            (const char *const *)options->decode_as->pdata};
    Run self = {options->report, report, NULL};
    g_autoptr(Compare) compare = compare_new(store, on_difference, on_counted, &self);
    break_for_test(compare);
    g_autoptr(PdmlReader) reader = pdml_reader_new(compare_frame, compare);
    gboolean is_read = tshark_read(path, &tshark, on_pdml, reader, &trouble) &&
                       pdml_reader_finish(reader, &trouble);
    compare_finish(compare, count);
    if (is_whole && !is_read)
        g_propagate_error(error, g_steal_pointer(&trouble));
    guint64 left_out = store->left_out + count->left_out;
    if (is_whole && is_read && left_out > 0)
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_CUT_SHORT,
                    "%s holds more than can be compared at once: %" G_GUINT64_FORMAT
                    " values are left out. Compare a part of it",
                    path, left_out);
    return is_whole && is_read && left_out == 0;
}
