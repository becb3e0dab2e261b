/* SPDX-License-Identifier: MIT */
/* Users, store and faults -> a setup that a session can run on. It opens no file. */
#include "mailbox/core_lab.h"

#include "mailbox/mailbox.h"

gboolean core_lab_init(CoreLab *self, const char *fault, const char *without) {
    *self =
        (CoreLab){.setup = script_setup(), .users = users_new_default(), .faults = faults_new()};
    self->setup.users = self->users;
    self->setup.store = memory_store_new("lab.example", self->users);
    self->setup.faults = self->faults;
    if (without != NULL)
        self->without = g_strsplit(without, " ", 0);
    self->setup.without = (const char *const *)self->without;
    return fault == NULL || faults_add(self->faults, fault, NULL);
}

void core_lab_clear(CoreLab *self) {
    store_free(self->setup.store);
    users_free(self->users);
    faults_free(self->faults);
    g_strfreev(self->without);
}

guint core_lab_mails(const CoreLab *self) {
    StoreStatus status;
    Store *store = self->setup.store;
    return store->klass->status(store, "bob", "INBOX", &status) == STORE_OK ? status.messages
                                                                            : G_MAXUINT;
}

char *core_lab_outcome(const CoreLab *self, const CoreClass *core_class, const char *input,
                       gsize length, gsize step) {
    Script script;
    script_run(&script, core_class, &self->setup, input, length, step);
    char *shortened = script_shorten(&script);
    script_clear(&script);
    return shortened;
}
