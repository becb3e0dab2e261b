/* SPDX-License-Identifier: MIT */
/* What TCP had to say about a conversation: records of events as they come, findings at the end. */
#pragma once

#include "dissect/conversation.h"

void tcp_story_free(TcpStory *self);

/* A retransmission, a conflict, a reset, … was seen. */
void tcp_story_event(Conversation *conversation, const StreamEvent *event);

/* Octets at `offset` are lost. */
void tcp_story_gap(Conversation *conversation, Direction direction, guint64 offset, guint64 length,
                   StreamGapReason reason);

/* The octets are secret: no finding may show them. */
void tcp_story_secret(Conversation *conversation, Span span);

/* Were differing copies seen of any of these octets? */
gboolean tcp_story_conflicts(const Conversation *conversation, Span span);

/* Adds the findings about the whole conversation. */
void tcp_story_find(Conversation *conversation);
