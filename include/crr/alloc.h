/* The caller's allocator. It covers crr's own memory; while a model is compiled libyaml
 * uses malloc besides. */
#ifndef CRR_ALLOC_H
#define CRR_ALLOC_H

#include <stddef.h>

/* One function does all. With at NULL it allocates new_size bytes; with new_size 0 it
 * releases at and returns NULL; else it resizes from old_size to new_size, keeping the
 * bytes, and at stays valid if it fails. NULL means failure (unless new_size is 0). The
 * memory is aligned for every type. It must be callable from every thread that uses an
 * object made with it. An allocator whose resize is NULL stands for realloc and
 * free. */
struct crr_allocator {
    void *(*resize)(void *user, void *at, size_t old_size, size_t new_size);
    void *user;
};

#endif
