/* SPDX-License-Identifier: MIT */
/* Turns a path into octets, through gzip if they begin like it. Pipes work like files: nothing is
 * read twice. It refuses to know what the octets mean. */
#include "capture/byte_source.h"

#include "capture/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Octets asked of the system at once; larger ones gained nothing. */
#define CHUNK_OCTETS ((gsize)256 * 1024)

typedef struct {
    guint8 *octets;
    gsize start, end, size; /* octets[start…end) wait, `size` are allocated */
} Window;

struct ByteSource {
    int file;                 /* -1: everything is in `packed` or `plain` already */
    guint64 file_size;        /* 0: unknown */
    guint64 file_read;        /* octets that came from `file` */
    Window packed;            /* before unpacking; used only with `inflater` */
    Window plain;             /* what is handed out */
    GConverter *inflater;     /* NULL: the content is not gzipped */
    gboolean is_member_ended; /* between two gzip members */
    guint64 offset;
    char *stream_buffer; /* of the stream that a library reads from; NULL: there is none */
    char *failure;
};

static gsize window_length(const Window *self) {
    return self->end - self->start;
}

/* Makes room behind what waits: moves it to the front, and doubles the room if that is not enough.
 * Returns the octets that fit. */
static gsize window_room(Window *self) {
    if (self->start > 0) {
        memmove(self->octets, self->octets + self->start, window_length(self));
        self->end -= self->start;
        self->start = 0;
    }
    if (self->end == self->size) {
        self->size = MAX(CHUNK_OCTETS, 2 * self->size);
        self->octets = g_realloc(self->octets, self->size);
    }
    return self->size - self->end;
}

static gsize read_file(ByteSource *self, guint8 *octets, gsize room) {
    if (self->file < 0) {
        return 0;
    }
    ssize_t n;
    do {
        n = read(self->file, octets, room);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        g_free(self->failure);
        self->failure = g_strdup_printf("cannot be read further: %s", g_strerror(errno));
        return 0;
    }
    self->file_read += (guint64)n;
    return (gsize)n;
}

/* More packed octets; FALSE at the end. */
static gboolean refill_packed(ByteSource *self) {
    gsize room = window_room(&self->packed);
    gsize n = read_file(self, self->packed.octets + self->packed.end, room);
    self->packed.end += n;
    return n > 0;
}

static gboolean begins_like_gzip(const guint8 *octets, gsize length) {
    return length >= 2 && octets[0] == 0x1f && octets[1] == 0x8b;
}

/* RFC 1952 §2.2: a gzip file is a series of members; what follows the last is padding. */
static gboolean next_member(ByteSource *self) {
    while (window_length(&self->packed) < 2 && refill_packed(self)) {
    }
    if (!begins_like_gzip(self->packed.octets + self->packed.start, window_length(&self->packed))) {
        return FALSE;
    }
    g_converter_reset(self->inflater);
    self->is_member_ended = FALSE;
    return TRUE;
}

static void fail_to_inflate(ByteSource *self, const GError *error, gboolean is_at_end) {
    if (self->failure == NULL) {
        self->failure = is_at_end ? g_strdup("ends in the middle of its gzip data")
                                  : g_strdup_printf("has damaged gzip data: %s", error->message);
    }
    self->packed.start = self->packed.end;
    self->is_member_ended = TRUE;
}

/* Unpacks at least one octet into `octets`; 0 at the end or where the data are damaged. */
static gsize inflate_some(ByteSource *self, guint8 *octets, gsize room) {
    Window *packed = &self->packed;
    gboolean is_at_end = FALSE;
    for (;;) {
        if (self->is_member_ended && !next_member(self)) {
            return 0;
        }
        gsize n_read = 0, n_written = 0;
        g_autoptr(GError) error = NULL;
        GConverterResult result = g_converter_convert(
            self->inflater, packed->octets + packed->start, window_length(packed), octets, room,
            is_at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_read, &n_written,
            &error);
        packed->start += n_read;
        self->is_member_ended = result == G_CONVERTER_FINISHED;
        if (result == G_CONVERTER_ERROR) {
            gboolean is_hungry = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
            if (!is_hungry || is_at_end) {
                fail_to_inflate(self, error, is_hungry);
                return 0;
            }
            is_at_end = !refill_packed(self);
        }
        if (n_written > 0) {
            return n_written;
        }
    }
}

static gsize pull(ByteSource *self, guint8 *octets, gsize room) {
    return self->inflater != NULL ? inflate_some(self, octets, room)
                                  : read_file(self, octets, room);
}

gsize byte_source_left(ByteSource *self, gsize wanted) {
    Window *plain = &self->plain;
    while (window_length(plain) < wanted) {
        gsize room = window_room(plain);
        gsize n = pull(self, plain->octets + plain->end, room);
        if (n == 0) {
            return window_length(plain);
        }
        plain->end += n;
    }
    return wanted;
}

const guint8 *byte_source_peek(ByteSource *self, gsize length) {
    return byte_source_left(self, length) < length ? NULL : self->plain.octets + self->plain.start;
}

const guint8 *byte_source_take(ByteSource *self, gsize length) {
    const guint8 *octets = byte_source_peek(self, length);
    if (octets != NULL) {
        self->plain.start += length;
        self->offset += length;
    }
    return octets;
}

void byte_source_replace(ByteSource *self, gsize at, gconstpointer octets, gsize length) {
    g_return_if_fail(at + length <= window_length(&self->plain));
    memcpy(self->plain.octets + self->plain.start + at, octets, length);
}

guint64 byte_source_offset(const ByteSource *self) {
    return self->offset;
}

/* What was looked at before comes first; then the library's buffer is filled without a detour. */
static ssize_t read_cookie(void *cookie, char *octets, size_t room) {
    ByteSource *self = cookie;
    gsize n = MIN(room, window_length(&self->plain));
    if (n == 0) {
        return (ssize_t)pull(self, (guint8 *)octets, room);
    }
    memcpy(octets, self->plain.octets + self->plain.start, n);
    self->plain.start += n;
    return (ssize_t)n;
}

#ifdef __APPLE__
static int read_function(void *cookie, char *octets, int room) {
    return (int)read_cookie(cookie, octets, (size_t)room);
}

static FILE *open_stream(ByteSource *self) {
    return funopen(self, read_function, NULL, NULL, NULL);
}
#else
static FILE *open_stream(ByteSource *self) {
    return fopencookie(self, "rb", (cookie_io_functions_t){.read = read_cookie});
}
#endif

FILE *byte_source_stream(ByteSource *self) {
    FILE *stream = open_stream(self);
    if (stream != NULL) {
        /* Where the buffer is left to the C library, it takes one of a few kibibytes. */
        self->stream_buffer = g_malloc(CHUNK_OCTETS);
        setvbuf(stream, self->stream_buffer, _IOFBF, CHUNK_OCTETS);
    }
    return stream;
}

const char *byte_source_failure(const ByteSource *self) {
    return self->failure;
}

double byte_source_progress(const ByteSource *self) {
    if (self->file_size == 0) {
        return -1;
    }
    return MIN(1.0, (double)self->file_read / (double)self->file_size);
}

/* If what can be read begins like gzip, it becomes the packed side. */
static void detect_gzip(ByteSource *self) {
    gsize n = byte_source_left(self, 2);
    if (begins_like_gzip(self->plain.octets + self->plain.start, n)) {
        self->inflater = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
        self->packed = self->plain;
        self->plain = (Window){.octets = NULL};
    }
}

static int open_path(const char *path, GError **error) {
    int file = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                      : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        int code = errno;
        g_autofree char *shown = g_filename_display_name(path);
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "cannot open %s: %s", shown,
                    g_strerror(code));
    }
    return file;
}

ByteSource *byte_source_open(const char *path, GError **error) {
    int file = open_path(path, error);
    if (file < 0) {
        return NULL;
    }
    struct stat status = {0};
    if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) {
        g_autofree char *shown = g_filename_display_name(path);
        g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN,
                    "%s is a directory; name the captures in it", shown);
        close(file);
        return NULL;
    }
    ByteSource *self = g_new0(ByteSource, 1);
    self->file = file;
    self->file_size = S_ISREG(status.st_mode) ? (guint64)status.st_size : 0;
    detect_gzip(self);
    return self;
}

ByteSource *byte_source_new_memory(gconstpointer octets, gsize length) {
    ByteSource *self = g_new0(ByteSource, 1);
    self->file = -1;
    self->plain = (Window){.octets = g_memdup2(octets, length), .end = length, .size = length};
    detect_gzip(self);
    return self;
}

void byte_source_free(ByteSource *self) {
    if (self == NULL) {
        return;
    }
    if (self->file >= 0) {
        close(self->file);
    }
    if (self->inflater != NULL) {
        g_object_unref(self->inflater);
    }
    g_free(self->packed.octets);
    g_free(self->plain.octets);
    g_free(self->stream_buffer);
    g_free(self->failure);
    g_free(self);
}
