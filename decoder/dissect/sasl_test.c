/* SPDX-License-Identifier: MIT */
/* Messages of a login: what is read from them, what is hidden, and digests recomputed against the
 * examples of the RFCs. */
#include "dissect/sasl.h"

#include "dissect/sasl_apop.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    GStringChunk *strings;
    GArray *fields;
} Room;

static Room room_new(void) {
    return (Room){g_string_chunk_new(64), g_array_new(FALSE, FALSE, sizeof(NoteSaslField))};
}

static void room_free(Room *room) {
    g_array_unref(room->fields);
    g_string_chunk_free(room->strings);
}

/* "name=value" of each field, joined by spaces. */
static char *join_fields(const GArray *fields) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < fields->len; i++) {
        const NoteSaslField *field = &g_array_index(fields, NoteSaslField, i);
        g_string_append_printf(text, "%s%s=", i > 0 ? " " : "", field->name);
        g_string_append_len(text, field->value.octets, (gssize)field->value.length);
    }
    return g_string_free(text, FALSE);
}

/* ---- answers, one by one -------------------------------------------------------------------- */

static char *read_answer(const char *mechanism, guint k, const char *answer, gboolean reveal,
                         gboolean *is_secret) {
    SaslExchange exchange = {.mechanism = NULL};
    Room room = room_new();
    SaslStep step = {.strings = room.strings, .fields = room.fields, .reveal = reveal};
    sasl_begin(&exchange, mechanism, mechanism != NULL ? strlen(mechanism) : 0);
    for (guint i = 0; i <= k; i++) {
        *is_secret = sasl_count_answer(&exchange);
    }
    sasl_read_answer(&exchange, answer, strlen(answer), &step);
    char *text = join_fields(room.fields);
    sasl_clear(&exchange);
    room_free(&room);
    return text;
}

Test(sasl, answers) {
    static const struct {
        const char *mechanism;
        guint k;
        const char *answer;
        gboolean is_secret;
        const char *shown, *revealed;
    } cases[] = {
        {"plain", 0, "AGJvYgBzZWNyZXQ=", TRUE, "authcid=bob password=(redacted)",
         "authcid=bob password=secret"},
        {"PLAIN", 0, "YWxpAGJvYgBzZWNyZXQ=", TRUE, "authzid=ali authcid=bob password=(redacted)",
         "authzid=ali authcid=bob password=secret"},
        {"PLAIN", 0, "Ym9i", TRUE, "response=(redacted)", "response=bob"},
        {"PLAIN", 0, "not base64", TRUE, "malformed=(redacted)", "malformed=not base64"},
        {"PLAIN", 0, "=", TRUE, "response=(redacted)", "response="},
        {"PLAIN", 0, "", TRUE, "response=(redacted)", "response="},
        {"PLAIN", 0, "AG=vYgBz", TRUE, "malformed=(redacted)", "malformed=AG=vYgBz"},
        {"LOGIN", 0, "Ym9i", FALSE, "authcid=bob", "authcid=bob"},
        {"LOGIN", 1, "c2VjcmV0", TRUE, "password=(redacted)", "password=secret"},
        {"LOGIN", 40, "c2VjcmV0", TRUE, "password=(redacted)", "password=secret"},
        {"CRAM-MD5", 0, "Ym9iIDEyMzQ1Ng==", FALSE, "authcid=bob digest=123456",
         "authcid=bob digest=123456"},
        {"CRAM-MD5", 0, "Ym9i", FALSE, "response=bob", "response=bob"},
        {"SCRAM-SHA-256", 0, "biwsbj1ib2Iscj14", FALSE, "authcid=bob nonce=x",
         "authcid=bob nonce=x"},
        {"SCRAM-SHA-256-PLUS", 0, "cD10bHMtdW5pcXVlLGE9YSxuPWI9MkNjLHI9eA==", FALSE,
         "binding-type=tls-unique authzid=a authcid=b,c nonce=x",
         "binding-type=tls-unique authzid=a authcid=b,c nonce=x"},
        {"EXTERNAL", 0, "YWxp", FALSE, "authzid=ali", "authzid=ali"},
        {"EXTERNAL", 0, "=", FALSE, "", ""},
        {"ANONYMOUS", 0, "Z3Vlc3Q=", FALSE, "trace=guest", "trace=guest"},
        {"XOAUTH2", 0, "dXNlcj1ib2IBYXV0aD1CZWFyZXIgdG9rAQE=", TRUE, "authcid=bob token=(redacted)",
         "authcid=bob token=Bearer tok"},
        {"OAUTHBEARER", 0, "bixhPWJvYiwBYXV0aD1CZWFyZXIgdG9rAQE=", TRUE,
         "authzid=bob token=(redacted)", "authzid=bob token=Bearer tok"},
        {"WEIRD", 0, "c2VjcmV0", TRUE, "response=(redacted)", "response=secret"},
        {NULL, 0, "c2VjcmV0", TRUE, "response=(redacted)", "response=secret"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean is_secret = FALSE;
        g_autofree char *shown =
            read_answer(cases[i].mechanism, cases[i].k, cases[i].answer, FALSE, &is_secret);
        g_autofree char *revealed =
            read_answer(cases[i].mechanism, cases[i].k, cases[i].answer, TRUE, &is_secret);
        cr_assert_eq(is_secret, cases[i].is_secret, "case %zu", i);
        cr_assert_str_eq(shown, cases[i].shown, "case %zu: %s", i, shown);
        cr_assert_str_eq(revealed, cases[i].revealed, "case %zu: %s", i, revealed);
    }
}

Test(sasl, what_looks_like_an_answer) {
    cr_assert(sasl_looks_like_answer("c2VjcmV0", 8));
    cr_assert_not(sasl_looks_like_answer("c2VjcmV", 7));
    cr_assert_not(sasl_looks_like_answer("two words!!!", 12));
    cr_assert_not(sasl_looks_like_answer("QUIT", 4));
}

/* ---- whole logins --------------------------------------------------------------------------- */

/* The examples of RFC 2195 §2, RFC 2831 §4 (twice), RFC 5802 §5, RFC 7677 §3. In `messages` "C " is
 * the client's; a + after it says that a digest stands in it. */
typedef struct {
    const char *mechanism, *user, *password;
    const char *messages[6];
} Login;

/* clang-format off */
static const Login logins[] = {
    { "CRAM-MD5", "tim", "tanstaaftanstaaf",
      { "S <1896.697170952@postoffice.reston.mci.net>",
        "C+tim b913a602c7eda7a495b4e6e7334d3890" } },
    { "DIGEST-MD5", "chris", "secret",
      { "S realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",algorithm=md5-sess,charset=utf-8",
        "C+charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",nc=00000001,"
        "cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"imap/elwood.innosoft.com\",response=d388dad90d4bbd760a152321f2143af7,qop=auth",
        "S+rspauth=ea40f60335c427b5527b84dbabcdfffd", "C " } },
    { "DIGEST-MD5", "chris", "secret",
      { "S realm=\"elwood.innosoft.com\",nonce=\"OA9BSXrbuRhWay\",qop=\"auth\",algorithm=md5-sess,charset=utf-8",
        "C+charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA9BSXrbuRhWay\",nc=00000001,"
        "cnonce=\"OA9BSuZWMSpW8m\",digest-uri=\"acap/elwood.innosoft.com\",response=6084c6db3fede7352c551284490fd0fc,qop=auth",
        "S+rspauth=2f0b3d7c3c2e486600ef710726aa2eae", "C " } },
    { "SCRAM-SHA-1", "user", "pencil",
      { "C n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
        "S r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "C+c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "S+v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "C " } },
    { "SCRAM-SHA-256", "user", "pencil",
      { "C n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
        "S r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "C+c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "S+v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "C " } },
};
/* clang-format on */

static SaslProof read_message(SaslExchange *exchange, const char *message, const Secrets *secrets) {
    Room room = room_new();
    SaslStep step = {.strings = room.strings, .fields = room.fields, .secrets = secrets};
    g_autofree char *base64 = g_base64_encode((const guchar *)message + 2, strlen(message + 2));
    if (message[0] == 'C') {
        sasl_count_answer(exchange);
        sasl_read_answer(exchange, base64, strlen(base64), &step);
    } else {
        sasl_read_challenge(exchange, base64, strlen(base64), &step);
    }
    cr_assert_not_null(step.words, "%s", message);
    room_free(&room);
    return step.proof;
}

/* Every digest of a login, recomputed with this secret, must come out like this. */
static void check_login(const Login *login, const char *user, const char *password,
                        SaslProof expected) {
    Secret secret = {user, password};
    Secrets secrets = {&secret, 1};
    SaslExchange exchange = {.mechanism = NULL};
    sasl_begin(&exchange, login->mechanism, strlen(login->mechanism));
    for (guint i = 0; i < G_N_ELEMENTS(login->messages) && login->messages[i] != NULL; i++) {
        const char *message = login->messages[i];
        SaslProof proof = read_message(&exchange, message, &secrets);
        cr_assert_eq(proof, message[1] == '+' ? expected : SASL_PROOF_NONE, "%s, %s: %s",
                     login->mechanism, password, message);
    }
    sasl_clear(&exchange);
}

Test(sasl, digests_of_the_rfcs) {
    for (gsize i = 0; i < G_N_ELEMENTS(logins); i++) {
        const Login *login = &logins[i];
        check_login(login, login->user, login->password, SASL_PROOF_VERIFIED);
        check_login(login, NULL, login->password, SASL_PROOF_VERIFIED);
        check_login(login, login->user, "wrong", SASL_PROOF_DIFFERS);
        check_login(login, "somebody else", login->password, SASL_PROOF_NONE);
    }
}

/* Messages out of nowhere, or in the wrong order, prove nothing and do no harm. */
Test(sasl, digests_without_a_beginning) {
    for (gsize i = 0; i < G_N_ELEMENTS(logins); i++) {
        Secret secret = {NULL, logins[i].password};
        Secrets secrets = {&secret, 1};
        for (guint k = 1; k < G_N_ELEMENTS(logins[i].messages); k++) {
            SaslExchange exchange = {.mechanism = NULL};
            sasl_begin(&exchange, logins[i].mechanism, strlen(logins[i].mechanism));
            if (logins[i].messages[k] != NULL) {
                read_message(&exchange, logins[i].messages[k], &secrets);
            }
            sasl_clear(&exchange);
        }
    }
}

/* The example of RFC 1939 §7. */
Test(sasl, apop) {
    static const struct {
        const char *user, *password;
        SaslProof expected;
    } cases[] = {
        {"mrose", "tanstaaf", SASL_PROOF_VERIFIED},
        {NULL, "tanstaaf", SASL_PROOF_VERIFIED},
        {"mrose", "wrong", SASL_PROOF_DIFFERS},
        {"tim", "tanstaaf", SASL_PROOF_NONE},
    };
    static const char user[] = "mrose";
    static const char digest[] = "c4c9334bac560ecc979e58001b3e22fb";
    static const char timestamp[] = "<1896.697170952@dbc.mtview.ca.us>";
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Secret secret = {cases[i].user, cases[i].password};
        Secrets secrets = {&secret, 1};
        Room room = room_new();
        SaslStep step = {.strings = room.strings, .fields = room.fields, .secrets = &secrets};
        sasl_read_apop(&step, (NoteText){user, strlen(user)}, (NoteText){digest, strlen(digest)},
                       (NoteText){timestamp, strlen(timestamp)});
        cr_assert_eq(step.proof, cases[i].expected, "case %zu", i);
        room_free(&room);
    }
}
