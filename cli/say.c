/* Talk on stderr. Every message is put together first and written at once, so that
 * lines of several programs on one terminal do not mix. */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_SIZE 4096

static void
write_all(const char *at, size_t length)
{
    while (length > 0) {
        ssize_t written = write(STDERR_FILENO, at, length);

        if (written <= 0)
            return;
        at += written;
        length -= (size_t)written;
    }
}

static size_t
fitted(int length, size_t size)
{
    if (length < 0)
        return 0;
    return (size_t)length < size ? (size_t)length : size - 1;
}

static void CRR_PRINTF(2, 0)
    say_message(const char *head, const char *format, va_list list)
{
    char text[MESSAGE_SIZE];
    size_t length = fitted(snprintf(text, sizeof text, "%s", head), sizeof text);

    length += fitted(vsnprintf(text + length, sizeof text - length - 1, format, list),
        sizeof text - length - 1);
    text[length++] = '\n';
    write_all(text, length);
}

void
say(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    say_message("crr: ", format, list);
    va_end(list);
}

void
say_line(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    say_message("", format, list);
    va_end(list);
}

size_t
print_text(char *ret_text, size_t size, const char *format, ...)
{
    va_list list;
    int length;

    va_start(list, format);
    length = vsnprintf(ret_text, size, format, list);
    va_end(list);
    return fitted(length, size);
}

bool
may_colour(int descriptor)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    if (no_color && *no_color)
        return false;
    if (!term || strcmp(term, "dumb") == 0)
        return false;
    return isatty(descriptor) == 1;
}

const char *
severity_name(enum crr_severity severity)
{
    static const char *const names[] = {"", "note", "warning", "error"};

    return names[severity];
}

void
clean_text(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

size_t
finding_line(
    const struct crr_error *finding, bool colour, char ret_line[FINDING_LINE_SIZE])
{
    static const char *const colours[] = {"", "\033[36m", "\033[33m", "\033[31m"};
    char place[64] = "", number[32] = "";
    char head[320], tail[FINDING_LINE_SIZE];

    if (finding->line > 0 && finding->column > 0)
        print_text(place, sizeof place, ":%zu:%zu", finding->line, finding->column);
    else if (finding->line > 0)
        print_text(place, sizeof place, ":%zu", finding->line);
    if (finding->finding > 0)
        print_text(number, sizeof number, " CRR-%04u", finding->finding);
    print_text(head, sizeof head, "%s%s: ", finding->file, place);
    print_text(tail, sizeof tail, "%s%s%s: %s", number, *finding->path ? " " : "",
        finding->path, finding->message);
    clean_text(head);
    clean_text(tail);
    return print_text(ret_line, FINDING_LINE_SIZE, "%s%s%s%s%s",
        *finding->file ? head : "", colour ? colours[finding->severity] : "",
        severity_name(finding->severity), colour ? "\033[0m" : "", tail);
}

void
say_finding(const struct crr_error *finding)
{
    char line[FINDING_LINE_SIZE];

    finding_line(finding, may_colour(STDERR_FILENO), line);
    say_line("%s", line);
}

const char *
count_text(uint64_t count, char ret_text[COUNT_SIZE])
{
    char digits[COUNT_SIZE];
    size_t length = print_text(
        digits, sizeof digits, "%llu", (unsigned long long)count);
    size_t to = 0;

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            ret_text[to++] = ',';
        ret_text[to++] = digits[i];
    }
    ret_text[to] = '\0';
    return ret_text;
}

bool
spoken_first(struct spoken *spoken, const char *name)
{
    for (size_t i = 0; i < spoken->count; i++)
        if (strcmp(spoken->names[i], name) == 0)
            return false;
    if (spoken->count < sizeof spoken->names / sizeof spoken->names[0])
        spoken->names[spoken->count++] = name;
    return true;
}
