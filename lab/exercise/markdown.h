/* SPDX-License-Identifier: MIT */
/* The Markdown of an exercise -> plain lines of the terminal's width: headings, paragraphs, lists,
 * code. */
#pragma once

#include "render/text_page.h"

/* Appends what an author wrote: controls and deceiving characters are escaped, as everywhere, but
 * a backslash stands for itself. */
void markdown_plain(GString *out, const char *text, SafeCharset charset);

void markdown_write(TextPage *page, const char *markdown);
/* The part below one heading of the second level alone ("Predict"); nothing if it is empty. */
void markdown_write_section(TextPage *page, const char *markdown, const char *heading);
