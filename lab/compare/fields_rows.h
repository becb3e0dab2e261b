/* SPDX-License-Identifier: MIT */
/* The rows behind fields_rows(), private to fields.c. */
#pragma once

#include "compare/fields.h"

extern const FieldRow field_rows[];
extern const guint field_n_rows;
