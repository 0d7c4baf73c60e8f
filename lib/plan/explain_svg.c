/* The explanation as a radar chart (风险度量图): an axis for each factor at the root, or,
 * if a single group stands there, for each of its members. Where inputs are missing
 * with `missing: interval` an axis shows the range of its points. Whole numbers alone,
 * so that the picture is the same everywhere. */
#include <stdio.h>
#include "model/points.h"
#include "plan/explain.h"

#define AXIS_LIMIT 24
#define AXIS_LEAST 3
#define WIDTH 720
#define HEIGHT 620
#define CENTER_X 360
#define CENTER_Y 320
#define RADIUS 200
#define RING_COUNT 4
#define ONE 1000000 /* of sines and cosines */

struct axis {
    uint32_t factor;
    int64_t points, low, high;
    int64_t sine, cosine; /* of its direction: the first one points up, clockwise */
    bool known;
};

struct chart {
    struct crr_writer writer;
    const struct crr_rater *rater;
    struct crr_explain_options options;
    struct axis axes[AXIS_LIMIT];
    uint32_t count;
    int64_t low, high; /* points at the center and at the rim */
};

/* ---- Directions ---- */

/* sin of the part/whole of a turn, part/whole in [0, 1/4], by its series; the error is
 * below 10^-5. */
static int64_t
first_quarter(int64_t part, int64_t whole)
{
    int64_t x = 6283185 * part / whole;
    int64_t square = x * x / ONE;
    int64_t term = x;
    int64_t sum = x;
    for (int64_t i = 2; i <= 10; i += 2) {
        term = -term * square / ONE / (i * (i + 1));
        sum += term;
    }
    return sum;
}

static int64_t
sine(int64_t part, int64_t whole)
{
    part %= whole;
    if (2 * part > whole)
        return -sine(whole - part, whole);
    if (4 * part > whole) /* sin(π - x) = sin x */
        return first_quarter(whole - 2 * part, 2 * whole);
    return first_quarter(part, whole);
}

/* ---- Axes ---- */

static void
add_axis(struct chart *chart, uint32_t factor)
{
    const struct crr_ast *ast = chart->rater->model->ast;
    struct crr_factor_rating rating;
    if (!crr_explain_shows_points(chart->rater, factor, &chart->options) ||
        chart->count == AXIS_LIMIT)
        return;
    crr_rater_factor(chart->rater, factor, &rating);
    struct crr_points_bounds bounds = crr_factor_bounds(
        ast, &ast->factors[factor], true);
    if (chart->count == 0 || bounds.low < chart->low)
        chart->low = bounds.low;
    if (chart->count == 0 || bounds.high > chart->high)
        chart->high = bounds.high;
    chart->axes[chart->count++] = (struct axis){.factor = factor,
        .points = rating.points,
        .low = rating.points_low,
        .high = rating.points_high,
        .known = rating.source != CRR_POINTS_NONE};
}

static void
list_axes(struct chart *chart)
{
    const struct crr_ast_factor *factors = chart->rater->model->ast->factors;
    const struct crr_ast_segment *segment = chart->rater->segment->ast;
    uint32_t first = segment->first;
    bool one = factors[first].subtree_count == segment->secondary - first;
    if (one)
        first++;
    for (uint32_t i = first; i < segment->secondary; i += factors[i].subtree_count)
        add_axis(chart, i);
    if (chart->low > 0)
        chart->low = 0;
    for (uint32_t i = 0; i < chart->count; i++) {
        chart->axes[i].sine = sine(i, chart->count);
        chart->axes[i].cosine = sine(
            4 * (int64_t)i + chart->count, 4 * (int64_t)chart->count);
    }
}

/* ---- Shapes ---- */

/* A coordinate in tenths: center + direction · distance. */
static void
put_coordinate(struct chart *chart, int64_t center, int64_t direction, int64_t distance)
{
    crr_write_decimal(&chart->writer,
        10 * center + crr_round_quotient(direction * distance, ONE, CRR_ROUND_HALF_UP),
        1);
}

/* A point on an axis, distance in tenths of a pixel. */
static void
put_point(struct chart *chart, const struct axis *axis, int64_t distance)
{
    put_coordinate(chart, CENTER_X, axis->sine, distance);
    crr_write_string(&chart->writer, ",");
    put_coordinate(chart, CENTER_Y, -axis->cosine, distance);
}

static int64_t
distance_of(const struct chart *chart, int64_t points)
{
    int64_t room = chart->high - chart->low;
    return room > 0 ? (points - chart->low) * 10 * RADIUS / room : 0;
}

static void
put_ring(struct chart *chart, int ring)
{
    crr_write_string(&chart->writer, "<polygon class=\"grid\" points=\"");
    for (uint32_t i = 0; i < chart->count; i++) {
        crr_write_string(&chart->writer, i ? " " : "");
        put_point(chart, &chart->axes[i], 10 * RADIUS * ring / RING_COUNT);
    }
    crr_write_string(&chart->writer, "\"/>\n<text class=\"scale\" x=\"");
    put_coordinate(chart, CENTER_X + 4, 0, 0);
    crr_write_string(&chart->writer, "\" y=\"");
    put_coordinate(chart, CENTER_Y - RADIUS * ring / RING_COUNT - 3, 0, 0);
    crr_write_string(&chart->writer, "\">");
    crr_write_fraction(&chart->writer,
        chart->low * RING_COUNT + (chart->high - chart->low) * ring,
        (int64_t)RING_COUNT * crr_power_of_ten(CRR_POINTS_PLACES));
    crr_write_string(&chart->writer, "</text>\n");
}

/* A closed line through the axes; an axis without a value lies in the center. */
static void
put_line(struct chart *chart, bool low, bool reverse)
{
    for (uint32_t i = 0; i < chart->count; i++) {
        const struct axis *axis = &chart->axes[reverse ? chart->count - 1 - i : i];
        crr_write_string(&chart->writer, i ? " L" : "M");
        put_point(chart, axis,
            axis->known ? distance_of(chart, low ? axis->low : axis->high) : 0);
    }
    crr_write_string(&chart->writer, " Z");
}

static void
put_shape(struct chart *chart)
{
    bool ranges = false;
    for (uint32_t i = 0; i < chart->count; i++)
        ranges |= chart->axes[i].low != chart->axes[i].high;
    if (ranges) {
        crr_write_string(&chart->writer, "<path class=\"range\" d=\"");
        put_line(chart, false, false);
        crr_write_string(&chart->writer, " ");
        put_line(chart, true, true);
        crr_write_string(&chart->writer, "\"/>\n");
    }
    crr_write_string(&chart->writer, "<path class=\"value\" d=\"");
    put_line(chart, true, false);
    crr_write_string(&chart->writer, "\"/>\n");
}

/* ---- Words ---- */

/* Characters that XML takes for its own, and those that it cannot hold. */
static void
put_text(struct chart *chart, struct crr_text text)
{
    char shown[256];
    crr_text_shown(text, shown, sizeof shown);
    for (const char *at = shown; *at; at++) {
        const char *entity = *at == '<'   ? "&lt;"
                             : *at == '>' ? "&gt;"
                             : *at == '&' ? "&amp;"
                             : *at == '"' ? "&quot;"
                                          : NULL;
        if (entity)
            crr_write_string(&chart->writer, entity);
        else
            crr_write_bytes(&chart->writer, at, 1);
    }
}

/* The axis's name, and its points below, outside of the rim. */
static void
put_label(struct chart *chart, const struct axis *axis)
{
    const struct crr_ast_factor *factor =
        &chart->rater->model->ast->factors[axis->factor];
    struct crr_text title = crr_title_in(&factor->titles, chart->options.language);
    const char *anchor = axis->sine > ONE / 10    ? "start"
                         : axis->sine < -ONE / 10 ? "end"
                                                  : "middle";
    crr_write_string(&chart->writer, "<text class=\"axis\" text-anchor=\"");
    crr_write_string(&chart->writer, anchor);
    crr_write_string(&chart->writer, "\" x=\"");
    put_coordinate(chart, CENTER_X, axis->sine, 10 * (RADIUS + 16));
    crr_write_string(&chart->writer, "\" y=\"");
    put_coordinate(chart, CENTER_Y, -axis->cosine, 10 * (RADIUS + 16));
    crr_write_string(&chart->writer, "\">");
    put_text(chart, title.length > 0 ? title : factor->id);
    crr_write_string(&chart->writer, " ");
    if (!axis->known) {
        crr_write_string(&chart->writer, "–");
    } else {
        crr_write_fraction(&chart->writer, axis->low, 10000);
        if (axis->low != axis->high) {
            crr_write_string(&chart->writer, " … ");
            crr_write_fraction(&chart->writer, axis->high, 10000);
        }
    }
    crr_write_string(&chart->writer, "</text>\n");
}

static void
put_spoke(struct chart *chart, const struct axis *axis)
{
    crr_write_string(&chart->writer, "<path class=\"grid\" d=\"M");
    put_point(chart, axis, 0);
    crr_write_string(&chart->writer, " L");
    put_point(chart, axis, 10 * RADIUS);
    crr_write_string(&chart->writer, "\"/>\n");
}

static void
put_head(struct chart *chart)
{
    const struct crr_ast *ast = chart->rater->model->ast;
    const struct crr_rating *rating = &chart->rater->rating;
    const struct crr_ast_tier *tier = &ast->tiers[rating->tier];
    struct crr_text title = crr_title_in(&tier->titles, chart->options.language);
    char size[192];
    snprintf(size, sizeof size,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
        "width=\"%d\" height=\"%d\" role=\"img\">\n",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    crr_write_string(&chart->writer, size);
    crr_write_string(&chart->writer,
        "<style>text{font-family:sans-serif;fill:#222}.head{font-size:18px}"
        ".axis{font-size:14px}.scale{font-size:10px;fill:#777}"
        ".grid{fill:none;stroke:#ccc}.value{fill:#1f5fa8;fill-opacity:.25;"
        "stroke:#1f5fa8;stroke-width:2}.range{fill:#d9822b;fill-opacity:.3;"
        "fill-rule:evenodd;stroke:#d9822b;stroke-dasharray:5 4}</style>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        "<text class=\"head\" x=\"20\" y=\"32\">");
    put_text(chart, chart->options.key);
    crr_write_string(&chart->writer, chart->options.key.length > 0 ? ": " : "");
    crr_write_decimal(&chart->writer, rating->score, ast->decimals);
    crr_write_string(&chart->writer, ", ");
    put_text(chart, title.length > 0 ? title : tier->id);
    crr_write_string(&chart->writer, "</text>\n");
}

enum crr_status
crr_rater_explain_svg(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct chart chart = {.rater = rater};
    if (!write || !crr_explain_begin(rater, options, &chart.options))
        return CRR_E_ARGUMENT;
    list_axes(&chart);
    if (chart.count < AXIS_LEAST)
        return CRR_E_MODEL;
    crr_writer_init(&chart.writer, write, user);
    put_head(&chart);
    for (int ring = 1; ring <= RING_COUNT; ring++)
        put_ring(&chart, ring);
    for (uint32_t i = 0; i < chart.count; i++)
        put_spoke(&chart, &chart.axes[i]);
    put_shape(&chart);
    for (uint32_t i = 0; i < chart.count; i++)
        put_label(&chart, &chart.axes[i]);
    crr_write_string(&chart.writer, "</svg>\n");
    return crr_writer_flush(&chart.writer) ? CRR_OK : CRR_E_WRITE;
}
