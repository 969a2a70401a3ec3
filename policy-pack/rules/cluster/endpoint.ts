import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { isInternet, isIpv6, prefixOf } from "../../reading/cidr.ts";
import { clusters } from "../../reading/subjects.ts";

const url = "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html";

export const eksEndpointNotPublic = rule({
    id: "eks-endpoint-not-public",
    title: "The Kubernetes API cannot be reached from the Internet",
    level: "mandatory",
    severity: "critical",
    mend: "Set vpcConfig.endpointPublicAccess to false, or allow it by the setting publicAllowed and restrict publicAccessCidrs",
    url,
    settings: z.object({
        publicAllowed: z.boolean().default(false).describe("A public endpoint is meant; its CIDRs are still judged"),
    }),
    subjects: clusters,
    judge: ({ props }, { settings }) => {
        if (settings.publicAllowed) return notApplicable("a public endpoint is allowed by configuration");
        const access = props.vpcConfig?.endpointPublicAccess;
        if (access === undefined) return fail("the API endpoint is public, because endpointPublicAccess is not set");
        return access ? fail("the API endpoint is public") : pass();
    },
});

export const eksEndpointCidrsRestricted = rule({
    id: "eks-endpoint-cidrs-restricted",
    title: "A public Kubernetes API answers only to named ranges",
    level: "mandatory",
    severity: "critical",
    mend: "Set vpcConfig.publicAccessCidrs to the ranges of your runners and offices",
    url,
    inhibitedBy: ["eks-endpoint-not-public"],
    settings: z.object({
        ipv4: z.int().min(8).max(32).default(16).describe("Shortest prefix of a range, bits"),
        ipv6: z.int().min(16).max(128).default(32).describe("Shortest prefix of an IPv6 range, bits"),
    }),
    subjects: clusters,
    judge: ({ props }, { settings }) => {
        if (props.vpcConfig?.endpointPublicAccess === false) return notApplicable("the API endpoint is not public");
        const cidrs: string[] = props.vpcConfig?.publicAccessCidrs ?? [];
        if (cidrs.length === 0) return fail("the API endpoint is open to the whole Internet");
        return all(
            cidrs.flatMap((_, index) => {
                const cidr = () => cidrs[index] ?? "";
                return [
                    must(() => !isInternet(cidr()), "the API endpoint is open to the whole Internet"),
                    must(
                        () => isInternet(cidr()) || prefixOf(cidr()) >= settings[isIpv6(cidr()) ? "ipv6" : "ipv4"],
                        "the API endpoint is open to a range as wide as a provider's",
                    ),
                ];
            }),
        );
    },
});

export const eksEndpointPrivateEnabled = rule({
    id: "eks-endpoint-private-enabled",
    title: "Nodes reach the Kubernetes API inside the VPC",
    level: "mandatory",
    severity: "high",
    mend: "Set vpcConfig.endpointPrivateAccess to true",
    url,
    subjects: clusters,
    judge: ({ props }) =>
        props.vpcConfig?.endpointPrivateAccess === true ? pass() : fail("the private API endpoint is off"),
});
