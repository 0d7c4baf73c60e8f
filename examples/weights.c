/* Weights from judgements: prints what the experts' comparisons in a file come to.
 *
 *     cc weights.c $(pkg-config --cflags --libs crr-ahp) -o weights
 *     ./weights judgements.yaml */
#include <crr/ahp.h>
#include <stdio.h>

static void
tell(void *user, const struct crr_error *finding)
{
    (void)user;
    fprintf(stderr, "%s:%zu:%zu: CRR-%04u %s\n", finding->file, finding->line,
        finding->column, finding->finding, finding->message);
}

static void
print_node(const struct crr_ahp_node_view *node)
{
    printf("%.*s\n", (int)node->id.length, node->id.at);
    for (size_t i = 0; i < node->child_count; i++)
        printf("  %.6f  %.*s\n", node->weights[i], (int)node->children[i].length,
            node->children[i].at);
}

int
main(int argc, char **argv)
{
    static char bytes[1 << 20];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    struct crr_ahp_options options = {.size = sizeof options, .report = tell};
    struct crr_ahp *ahp;
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;

    if (crr_ahp_derive(
            (struct crr_text){bytes, length}, argv[1], &options, &ahp, NULL) != CRR_OK)
        return 2;
    const struct crr_ahp_tree_view *tree = &crr_ahp_view(ahp)->trees[0];
    for (size_t i = 0; i < tree->node_count; i++)
        print_node(&tree->nodes[i]);
    printf("%s\n",
        tree->verdict == CRR_AHP_CONSISTENT ? "consistent" : "look at crr ahp check");
    crr_ahp_free(ahp);
    return 0;
}
