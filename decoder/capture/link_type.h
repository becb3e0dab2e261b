/* SPDX-License-Identifier: MIT */
/* LINKTYPE_ numbers (in files) as libpcap's DLT_ numbers and names. Internal to capture/. */
#pragma once

/* libpcap's own number for the link type of a file. Most are the same. */
int link_type_to_dlt(int link_type);
/* The other way round. */
int link_type_from_dlt(int dlt);

/* "EN10MB"; NULL where libpcap knows none. Static. */
const char *link_type_name(int link_type);
