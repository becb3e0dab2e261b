/* SPDX-License-Identifier: MIT */
/* Tells defects to the sink, each kind a few times only. It does not judge what is a defect. */
#include "mime/mime_internal.h"

void mime_report(MimeScanner *self, MimeDefect defect, guint64 offset, const char *detail) {
    if (self->told == NULL) {
        self->told = g_new0(MimeTold, MIME_N_DEFECTS);
    }
    guint64 count = ++self->told[defect].count;
    if (count == MIME_DEFECTS_TOLD + 1) {
        self->told[defect].first_untold = offset;
    }
    if (count <= MIME_DEFECTS_TOLD && self->sink.defect != NULL) {
        self->sink.defect(self->user, defect, offset, detail);
    }
}

void mime_report_tally(MimeScanner *self, const MimeTally *tally) {
    for (guint kind = 0; kind < MIME_N_TALLIES; kind++) {
        const OctetFault *fault = &tally->faults[kind];
        const MimeTallyRow *row = mime_tally_row(kind);
        if (fault->count > 0) {
            g_autofree char *detail = g_strdup_printf("%" G_GUINT64_FORMAT " %s", fault->count,
                                                      fault->count == 1 ? row->one : row->many);
            mime_report(self, row->defect, fault->first, detail);
        }
    }
}

void mime_report_untold(MimeScanner *self) {
    for (guint defect = 0; self->told != NULL && defect < MIME_N_DEFECTS; defect++) {
        guint64 count = self->told[defect].count;
        if (count > MIME_DEFECTS_TOLD && self->sink.defect != NULL) {
            g_autofree char *detail =
                g_strdup_printf("and more (%" G_GUINT64_FORMAT ")", count - MIME_DEFECTS_TOLD);
            self->sink.defect(self->user, defect, self->told[defect].first_untold, detail);
        }
    }
}
