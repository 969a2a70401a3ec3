import * as pulumi from "@pulumi/pulumi";

/** What is wrong with the arguments of a component, said at once, each with its path. */
export function refuse(component: string, errors: (pulumi.InputPropertyErrorDetails | undefined)[]): void {
    const found = errors.filter((error) => error !== undefined);
    if (found.length > 0)
        throw new pulumi.InputPropertiesError({ message: `The arguments of ${component} are refused.`, errors: found });
}

/** An error for each argument that the real component takes and the sandbox does not simulate. */
export const unsimulated = (args: object, simulated: string[]): pulumi.InputPropertyErrorDetails[] =>
    Object.entries(args)
        .filter(([key, value]) => value !== undefined && !simulated.includes(key))
        .map(([key]) => ({
            propertyPath: key,
            reason: `the sandbox does not simulate it; it knows ${simulated.join(", ")}`,
        }));

/** The error when a condition does not hold. */
export const unless = (holds: boolean, propertyPath: string, reason: string) =>
    holds ? undefined : { propertyPath, reason };
