/**
 * Bash: the function `compare`, which takes two lists of tables with their rows: what must be there, and what was
 * restored. It prints them, and fails where they are not the same, or name no table.
 */
export const comparison = `compare() {
    [[ -s "$1" ]] || { echo "no table was counted"; exit 1; }
    differing="$(LC_ALL=C comm -3 <(LC_ALL=C sort "$1") <(LC_ALL=C sort "$2"))"
    [[ -z "$differing" ]] || { printf 'expected, and indented what was restored:\\n%s\\n' "$differing"; exit 1; }
    printf 'table\\trows\\n%s\\nrestored and counted in %d s\\n' "$(LC_ALL=C sort "$2")" "$SECONDS"
}`;
