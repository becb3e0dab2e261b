/* SPDX-License-Identifier: MIT */
/* A line of NDJSON -> an object whose fields are found by dotted paths. What the fields mean it
 * does not know; the words for people stand in record_words.c. */
#include "exercise/record.h"

#include <string.h>

struct Record {
    JsonNode *root;
    JsonObject *object; /* of root */
    const char *type;
    char *conversation;
};

/* ---- reading -------------------------------------------------------------------------------- */

static const char *text_of(JsonObject *object, const char *field) {
    JsonNode *node = json_object_get_member(object, field);
    if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) ||
        json_node_get_value_type(node) != G_TYPE_STRING)
        return NULL;
    return json_node_get_string(node);
}

static char *conversation_of(const Record *self) {
    g_autofree char *file = record_value(self, "file");
    g_autofree char *stream = record_value(self, "stream");
    g_autofree char *session = record_value(self, "session");
    if (session != NULL)
        return g_steal_pointer(&session);
    return stream != NULL ? g_strdup_printf("%s\n%s", file != NULL ? file : "", stream)
                          : g_strdup("");
}

Record *record_parse(const char *line, gssize length) {
    g_autoptr(JsonParser) parser = json_parser_new_immutable();
    gsize n = length >= 0 ? (gsize)length : strlen(line);
    if (n > RECORD_LINE_MAX || !g_utf8_validate(line, (gssize)n, NULL) ||
        !json_parser_load_from_data(parser, line, (gssize)n, NULL))
        return NULL;
    JsonNode *root = json_parser_get_root(parser);
    if (root == NULL || !JSON_NODE_HOLDS_OBJECT(root) ||
        text_of(json_node_get_object(root), "type") == NULL)
        return NULL;
    Record *self = g_new0(Record, 1);
    self->root = json_node_copy(root); /* not immutable: fields can be added */
    self->object = json_node_get_object(self->root);
    self->type = text_of(self->object, "type");
    if (strcmp(self->type, "session-end") == 0)
        self->type = "conversation";
    self->conversation = conversation_of(self);
    return self;
}

void record_free(Record *self) {
    if (self == NULL)
        return;
    json_node_unref(self->root);
    g_free(self->conversation);
    g_free(self);
}

const char *record_type(const Record *self) {
    return self->type;
}

const char *record_conversation(const Record *self) {
    return self->conversation;
}

void record_add(Record *self, const char *field, const char *value) {
    if (!json_object_has_member(self->object, field))
        json_object_set_string_member(self->object, field, value);
}

/* ---- paths ---------------------------------------------------------------------------------- */

static char *value_text(JsonNode *node) {
    if (!JSON_NODE_HOLDS_VALUE(node))
        return NULL;
    GType type = json_node_get_value_type(node);
    if (type == G_TYPE_STRING)
        return g_strdup(json_node_get_string(node));
    if (type == G_TYPE_BOOLEAN)
        return g_strdup(json_node_get_boolean(node) ? "true" : "false");
    if (type == G_TYPE_INT64)
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_dtostr(number, sizeof number, json_node_get_double(node)));
}

static void add_members(GPtrArray *nodes, JsonNode *node) {
    if (!JSON_NODE_HOLDS_ARRAY(node)) {
        g_ptr_array_add(nodes, node);
        return;
    }
    JsonArray *array = json_node_get_array(node);
    guint n = json_array_get_length(array);
    for (guint i = 0; i < n && nodes->len < RECORD_VALUES_MAX; i++)
        g_ptr_array_add(nodes, json_array_get_element(array, i));
}

/* One part of a path from one node on: a field of an object, a place in an array, or that field of
 * all objects in an array. */
static void take_step(GPtrArray *next, JsonNode *node, const char *part) {
    guint64 place = 0;
    if (JSON_NODE_HOLDS_ARRAY(node) &&
        g_ascii_string_to_unsigned(part, 10, 0, RECORD_VALUES_MAX, &place, NULL)) {
        JsonArray *array = json_node_get_array(node);
        if (place < json_array_get_length(array))
            g_ptr_array_add(next, json_array_get_element(array, (guint)place));
        return;
    }
    g_autoptr(GPtrArray) members = g_ptr_array_new();
    add_members(members, node);
    for (guint i = 0; i < members->len && next->len < RECORD_VALUES_MAX; i++) {
        JsonNode *member = members->pdata[i];
        JsonNode *found = JSON_NODE_HOLDS_OBJECT(member)
                              ? json_object_get_member(json_node_get_object(member), part)
                              : NULL;
        if (found != NULL)
            g_ptr_array_add(next, found);
    }
}

static GPtrArray *find_nodes(const Record *self, const char *path) {
    g_auto(GStrv) parts = g_strsplit(path, ".", RECORD_DEPTH_MAX);
    GPtrArray *nodes = g_ptr_array_new();
    g_ptr_array_add(nodes, self->root);
    for (guint i = 0; parts[i] != NULL; i++) {
        GPtrArray *next = g_ptr_array_new();
        for (guint k = 0; k < nodes->len; k++)
            take_step(next, nodes->pdata[k], parts[i]);
        g_ptr_array_unref(nodes);
        nodes = next;
    }
    return nodes;
}

char **record_values(const Record *self, const char *path) {
    g_autoptr(GPtrArray) nodes = find_nodes(self, path);
    GPtrArray *values = g_ptr_array_new();
    for (guint i = 0; i < nodes->len; i++) {
        g_autoptr(GPtrArray) members = g_ptr_array_new();
        add_members(members, nodes->pdata[i]);
        for (guint k = 0; k < members->len && values->len < RECORD_VALUES_MAX; k++) {
            char *text = value_text(members->pdata[k]);
            if (text != NULL)
                g_ptr_array_add(values, text);
        }
    }
    g_ptr_array_add(values, NULL);
    return (char **)g_ptr_array_free(values, FALSE);
}

char *record_value(const Record *self, const char *path) {
    g_auto(GStrv) values = record_values(self, path);
    return g_strdup(values[0]);
}
