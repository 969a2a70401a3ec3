import * as pulumi from "@pulumi/pulumi";

/**
 * The value, for users who must come after all of these resources and be removed before any of them. The order travels
 * with the value, so that nobody who uses it can forget a `dependsOn`. It does so by URNs, which every plan knows: a
 * resource that is still to be made leaves the value known, and its users unchanged.
 */
export function dependingOn<T>(value: pulumi.Output<T>, resources: pulumi.CustomResource[]): pulumi.Output<T> {
    return pulumi.all(resources.map(({ urn }) => urn)).apply(() => value);
}
