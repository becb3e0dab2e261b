/* SPDX-License-Identifier: MIT */
/* Memory for thousands of open connections, in pages that the processor finds faster. */
#pragma once

/* Asks the system to back the heap with large pages; where it cannot, nothing changes. To be called
 * before much has been allocated. */
void large_pages_prefer(void);
