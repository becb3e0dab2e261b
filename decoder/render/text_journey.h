/* SPDX-License-Identifier: MIT */
/* The journey of one mail as a person sees it. */
#pragma once

#include "render/text_page.h"

/* A picture of the hops, then what is known of each. */
void text_write_journey(TextPage *page, const NoteJourney *journey);

/* The one line of -q. */
void text_write_journey_brief(TextPage *page, const NoteJourney *journey);

/* The picture alone: all in one line with branches below where the page is wide enough, else one
 * hop to a line. */
void text_write_journey_picture(TextPage *page, const NoteJourney *journey);
