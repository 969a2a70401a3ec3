/** What other resources refer to: the id, ARN and name that are known by now. */
export function idsOf(outputs: object): string[] {
    return ["id", "arn"].flatMap((key) => {
        const known = Object.getOwnPropertyDescriptor(outputs, key)?.value;
        return typeof known === "string" && known !== "" ? [known] : [];
    });
}
