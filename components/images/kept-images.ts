/** Settings of a repository: its tags mean the same image for ever, but for those that may move. */
export const mutability = (movingTags: readonly string[]) =>
    movingTags.length === 0
        ? { imageTagMutability: "IMMUTABLE" }
        : {
              imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
              imageTagMutabilityExclusionFilters: movingTags.map((filter) => ({ filter, filterType: "WILDCARD" })),
          };

const expire = { type: "expire" };

/**
 * What goes by itself: images without a tag after two weeks (those that a list of architectures names stay with it), and
 * of the others the oldest beyond 500. A relayed one is fetched again.
 */
export const lifecycle = JSON.stringify({
    rules: [
        {
            rulePriority: 1,
            description: "without a tag",
            selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
            action: expire,
        },
        {
            rulePriority: 2,
            description: "the oldest",
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 500 },
            action: expire,
        },
    ],
});
