/* SPDX-License-Identifier: MIT */
/* All sights of all mails -> one chain for each mail. Private to the journey. */
#pragma once

#include "dissect/journey_print.h"

/* Ties `prints` (of JourneyPrint *) that are sights of the same mail: by Message-ID; what has none,
 * by content and header (then is_by_content is set in the first). The first sight of each mail that
 * was seen more than once, in the order of time; the others follow by `next`. Lent but for the
 * array. */
GPtrArray *journey_tie(const GPtrArray *prints);
