/* Part of a kernel (kernel.c): where the fields of rows end, 64 bytes at a time. */
#ifndef CRR_FILE_KERNEL_SPLIT_H
#define CRR_FILE_KERNEL_SPLIT_H

#include "file/kernel.h"

#if !defined(CRR_KERNEL_SCALAR) && defined(__SSE2__)
#include <immintrin.h>
#define WITH_X86
#elif !defined(CRR_KERNEL_SCALAR) && defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define WITH_NEON
#endif

/* ---- 64 bytes as bits ---- */

struct block {
    uint64_t quotes, delimiters, lines, returns, nuls;
};

#if defined(WITH_X86) && defined(__AVX512BW__)

static inline struct block
look(const char *at, char delimiter)
{
    __m512i bytes = _mm512_loadu_si512(at);
    return (struct block){_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
        _mm512_testn_epi8_mask(bytes, bytes)};
}

#elif defined(WITH_X86) && defined(__AVX2__)

static inline uint64_t
equal(__m256i low, __m256i high, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | (uint64_t)second << 32;
}

static inline struct block
look(const char *at, char delimiter)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    return (struct block){equal(low, high, '"'), equal(low, high, delimiter),
        equal(low, high, '\n'), equal(low, high, '\r'),
        equal(_mm256_min_epu8(low, high), _mm256_set1_epi8(-1), 0)};
}

#elif defined(WITH_X86)

static inline uint64_t
equal(const __m128i *bytes, char byte)
{
    uint64_t bits = 0;
    for (int i = 0; i < 4; i++) {
        __m128i same = _mm_cmpeq_epi8(bytes[i], _mm_set1_epi8(byte));
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(same) << (16 * i);
    }
    return bits;
}

static inline struct block
look(const char *at, char delimiter)
{
    __m128i bytes[4];
    for (int i = 0; i < 4; i++)
        bytes[i] = _mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i));
    __m128i least = _mm_min_epu8(
        _mm_min_epu8(bytes[0], bytes[1]), _mm_min_epu8(bytes[2], bytes[3]));
    __m128i none = _mm_cmpeq_epi8(least, _mm_setzero_si128());
    return (struct block){equal(bytes, '"'), equal(bytes, delimiter),
        equal(bytes, '\n'), equal(bytes, '\r'),
        (uint64_t)(uint32_t)_mm_movemask_epi8(none)};
}

#elif defined(WITH_NEON)

static inline uint64_t
equal(const uint8x16_t *bytes, char byte)
{
    static const uint8_t weights[16] = {
        1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t weight = vld1q_u8(weights);
    uint8x16_t bits[4];
    for (int i = 0; i < 4; i++)
        bits[i] = vandq_u8(vceqq_u8(bytes[i], vdupq_n_u8((uint8_t)byte)), weight);
    uint8x16_t sum = vpaddq_u8(
        vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline struct block
look(const char *at, char delimiter)
{
    uint8x16_t bytes[4];
    for (int i = 0; i < 4; i++)
        bytes[i] = vld1q_u8((const uint8_t *)at + 16 * i);
    return (struct block){equal(bytes, '"'), equal(bytes, delimiter),
        equal(bytes, '\n'), equal(bytes, '\r'), equal(bytes, 0)};
}

#else

static inline struct block
look(const char *at, char delimiter)
{
    struct block block = {0, 0, 0, 0, 0};
    for (int i = 0; i < 64; i++) {
        uint64_t bit = UINT64_C(1) << i;
        block.quotes |= at[i] == '"' ? bit : 0;
        block.delimiters |= at[i] == delimiter ? bit : 0;
        block.lines |= at[i] == '\n' ? bit : 0;
        block.returns |= at[i] == '\r' ? bit : 0;
        block.nuls |= at[i] == '\0' ? bit : 0;
    }
    return block;
}

#endif

/* Each bit becomes the exclusive or of itself and all bits below. */
static inline uint64_t
prefix_xor(uint64_t bits)
{
#if defined(WITH_X86) && defined(__PCLMUL__)
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)bits), _mm_set1_epi8(-1), 0));
#else
    for (int i = 1; i < 64; i *= 2)
        bits ^= bits << i;
    return bits;
#endif
}

/* ---- Splitting ---- */

/* Writes where the bits are, up to 8 at a time: some places behind the last are written
 * too. */
#if defined(WITH_X86) && defined(__AVX512VBMI2__)
static inline uint32_t *
put_ends(uint32_t *ends, uint32_t base, uint64_t bits)
{
    static const uint8_t places[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
        15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
        35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54,
        55, 56, 57, 58, 59, 60, 61, 62, 63};
    uint32_t count = (uint32_t)__builtin_popcountll(bits);
    __m512i found = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(places));
    __m512i first = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(ends,
        _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
    if (count > 16)
        _mm512_storeu_si512(
            ends + 16, _mm512_add_epi32(first,
                           _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 1))));
    if (count > 32) {
        _mm512_storeu_si512(
            ends + 32, _mm512_add_epi32(first,
                           _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 2))));
        _mm512_storeu_si512(
            ends + 48, _mm512_add_epi32(first,
                           _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 3))));
    }
    return ends + count;
}
#else
static inline uint32_t *
put_ends(uint32_t *ends, uint32_t base, uint64_t bits)
{
    uint32_t count = (uint32_t)__builtin_popcountll(bits);
    for (uint32_t done = 0; done < count; done += 8)
        for (uint32_t i = 0; i < 8; i++) {
            /* Without bits the place does not matter. */
            ends[done + i] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
            bits &= bits - 1;
        }
    return ends + count;
}
#endif

/* What passes from one block to the next, each in its lowest bit; inside has all bits
 * set within quotes. */
struct state {
    uint64_t inside;
    uint64_t field_start; /* the byte before ends a field, or a row */
    uint64_t closed;      /* the byte before is a closing quote */
    uint64_t returned;    /* the byte before is a CR behind a closing quote */
};

/* Quotes that stand where the grammar of crr/file.h has none. Of a quoted field the
 * first quote is behind a field's end, and the last before one; a doubled quote looks
 * like a field that is closed and opened again. */
static inline uint64_t
find_misplaced(struct state *state, const struct block *block, uint64_t inside,
    uint64_t separators)
{
    uint64_t opening = block->quotes & inside;
    uint64_t closing = block->quotes & ~inside;
    uint64_t behind_end = separators << 1 | state->field_start;
    uint64_t behind_close = closing << 1 | state->closed;
    uint64_t return_behind = behind_close & block->returns;
    uint64_t behind_return = return_behind << 1 | state->returned;
    state->field_start = separators >> 63;
    state->closed = closing >> 63;
    state->returned = return_behind >> 63;
    return (opening & ~(behind_end | behind_close)) |
           (behind_close & ~(separators | opening | block->returns)) |
           (behind_return & ~block->lines);
}

static struct crr_split
split(const char *at, uint32_t from, uint32_t length, char delimiter, uint32_t *ends)
{
    struct crr_split found = {0, 0, CRR_NO_TROUBLE};
    struct state state = {0, 1, 0, 0};
    uint32_t *next = ends;
    for (uint32_t i = from; i < length; i += 64) {
        struct block block = look(at + i, delimiter);
        uint64_t valid = length - i < 64 ? (UINT64_C(1) << (length - i)) - 1
                                         : ~UINT64_C(0);
        uint64_t quotes = block.quotes & valid;
        uint64_t inside = state.inside;
        uint64_t trouble = block.nuls & valid;
        block.quotes = quotes;
        if (quotes)
            inside ^= prefix_xor(quotes);
        uint64_t lines = block.lines & ~inside & valid;
        uint64_t separators = (block.delimiters & ~inside & valid) | lines;
        if (quotes | state.closed | state.returned) {
            trouble |= find_misplaced(&state, &block, inside, separators) & valid;
            state.inside = (uint64_t)0 - (inside >> 63);
        } else {
            state.field_start = separators >> 63;
        }
        if (__builtin_expect(trouble != 0, 0)) {
            uint64_t before = (trouble & (~trouble + 1)) - 1;
            found.trouble = i + (uint32_t)__builtin_ctzll(trouble);
            separators &= before;
            lines &= before;
        }
        found.row_count += (uint32_t)__builtin_popcountll(lines);
        next = put_ends(next, i, separators);
        if (found.trouble != CRR_NO_TROUBLE)
            break;
    }
    found.end_count = (uint32_t)(next - ends);
    return found;
}

static uint64_t
count_lines(const char *at, size_t length)
{
    uint64_t count = 0;
    size_t i = 0;
    for (; i + 64 <= length; i += 64)
        count += (uint64_t)__builtin_popcountll(look(at + i, '\n').lines);
    for (; i < length; i++)
        count += at[i] == '\n';
    return count;
}

#endif
