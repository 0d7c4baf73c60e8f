/* Runs a fuzz target once over each file that is named: the corpus, without a fuzzer.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int
replay(const char *name)
{
    FILE *file = fopen(name, "rb");
    uint8_t *bytes = NULL;
    size_t length = 0, capacity = 0, got = 1;

    while (file && got > 0) {
        if (length == capacity) {
            uint8_t *larger = realloc(bytes, capacity + 65536);

            if (!larger)
                break;
            bytes = larger;
            capacity += 65536;
        }
        got = fread(bytes + length, 1, capacity - length, file);
        length += got;
    }
    if (!file || got > 0 || ferror(file)) {
        fprintf(stderr, "%s cannot be read\n", name);
        if (file)
            fclose(file);
        free(bytes);
        return 1;
    }
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 0;
}

int
main(int argument_count, char **arguments)
{
    int failed = argument_count < 2;

    for (int i = 1; i < argument_count; i++)
        failed |= replay(arguments[i]);
    if (!failed)
        printf("%d files replayed\n", argument_count - 1);
    return failed;
}
