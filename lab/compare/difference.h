/* SPDX-License-Identifier: MIT */
/* One thing that maillab and Wireshark do not say alike, with all that is known around it. */
#pragma once

#include "compare/facts.h"
#include "compare/fields.h"
#include "compare/pdml.h"

typedef enum {
    DIFFERENCE_VALUE,       /* both have the field, with different values */
    DIFFERENCE_ONLY_OURS,   /* Wireshark does not show it */
    DIFFERENCE_ONLY_THEIRS, /* maillab has nothing to answer it */
    N_DIFFERENCE_KINDS
} DifferenceKind;

/* Everything is lent for the duration of a call. */
typedef struct {
    DifferenceKind kind;
    const FieldRow *row;
    guint64 frame;
    const Fact *ours;        /* NULL: ONLY_THEIRS */
    const PdmlField *theirs; /* NULL: ONLY_OURS */
    const PdmlFrame *shown;  /* all that Wireshark shows of this frame that the table knows; its
                                values by pdml_value() */

    const FactStore *store;     /* all that maillab knows */
    const struct Sight *sight;  /* what Wireshark showed so far */
    const FactTalk *talk;       /* the connection; NULL: none that maillab takes for mail */
    Direction direction;        /* of the frame */
    const FactUnit *unit;       /* of `ours`, or of the same direction in this frame; or NULL */
    const FactMessage *message; /* whose facts stand in this frame, or whose octets; or NULL */
} Difference;

/* Wireshark's first field of this name in the frame, or NULL. */
const PdmlField *difference_shown(const Difference *self, const char *name);

/* Does a maillab fact of this kind stand in the frame? The first, or NULL. */
const Fact *difference_known(const Difference *self, FactKind kind);

/* The octets of the two values; NULL where there are none. */
const char *difference_ours(const Difference *self, gsize *length);
const char *difference_theirs(const Difference *self, gsize *length);
