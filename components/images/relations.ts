import { isOnEks } from "../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../configuration/relation.ts";
import { imageOrigins } from "../platform/image-origins.ts";
import type { Settings } from "../settings.ts";
import { allowedRegistries, isAllowed } from "./allowed-registries.ts";
import { buildSystems } from "./build-systems.ts";
import { whyUnreadable } from "./ecr-place.ts";
import { otherPortOf, privateHostsOf } from "./registry-flows.ts";
import { isRelayed } from "./relayed.ts";

/** Where images come from, and who may push. */
export const registryRelations: Relation<Settings>[] = [
    {
        fields: ["accountId", "admission", "backup", "cluster", "registry"],
        broken: (settings) => {
            const { restoreTest, dumps } = settings.backup;
            const images = [
                { image: restoreTest?.image, path: "backup.restoreTest.image" },
                ...dumps.map(({ image }, index) => ({ image, path: `backup.dumps[${index}].image` })),
            ];
            return images.flatMap(({ image, path }) =>
                mistakeIf(
                    image !== undefined && isRelayed(settings) && !isAllowed(image, settings),
                    path,
                    "lies where admission takes no image from: push it to the private registry, or name its registry in admission.imageRegistries",
                ),
            );
        },
    },
    {
        fields: ["registry"],
        broken: ({ registry: { existing, allowUpstream, ecr } }) => [
            ...mistakeIf(
                existing !== undefined && allowUpstream,
                "registry.allowUpstream",
                "contradicts registry.existing, which images come from; give one of them",
            ),
            ...mistakeIf(
                ecr.pushRoles.length > 0 && ecr.repositories.length === 0,
                "registry.ecr.pushRoles",
                "has nothing to push to: name repositories in registry.ecr.repositories",
            ),
        ],
    },
    {
        fields: ["admission", "cluster", "registry"],
        broken: (settings) => {
            if (!settings.registry.existing?.credentialSecretName) return [];
            const path = "registry.existing.credentialSecretName";
            return [
                ...mistakeIf(
                    !isOnEks(settings),
                    path,
                    "is a secret of Secrets Manager, and the existing cluster is not on EKS (cluster.existing.eks is not given); give your nodes the credential",
                ),
                ...mistakeIf(
                    settings.admission.engine === "gatekeeper",
                    path,
                    "contradicts admission.engine: Kyverno hands the credential to pods; choose native or kyverno",
                ),
            ];
        },
    },
    {
        fields: ["registry"],
        broken: ({ registry: { verify } }) =>
            verify.flatMap(({ key, keyless, certificate, scan }, index) => [
                ...mistakeIf(
                    [key, keyless, certificate].filter((signer) => signer !== undefined).length !== 1,
                    `registry.verify[${index}]`,
                    "has not exactly one signer: give one of key, keyless and certificate",
                ),
                ...mistakeIf(
                    certificate !== undefined && scan !== undefined,
                    `registry.verify[${index}].scan`,
                    "has no effect: Notation signs no attestation of a scan; verify with key or keyless",
                ),
            ]),
    },
    {
        fields: ["accountId", "cluster", "region", "registry"],
        broken: (settings) =>
            settings.registry.verify.flatMap(({ images }, index) =>
                images.flatMap((image, place) => {
                    const reason = whyUnreadable(image, settings);
                    return reason ? [{ path: `registry.verify[${index}].images[${place}]`, reason }] : [];
                }),
            ),
    },
    {
        fields: ["accountId", "admission", "registry"],
        broken: (settings) => {
            const { privateHosts, trivy, verify } = settings.registry;
            const verified = verify.flatMap(({ images }) => images);
            const reached = trivy ? privateHosts : privateHostsOf(verified, privateHosts);
            const asked = [...verified, ...(trivy ? allowedRegistries(settings) : [])];
            return privateHosts.flatMap((each, index) => {
                const path = `registry.privateHosts[${index}]`;
                const other = otherPortOf(each, asked, privateHosts);
                if (other)
                    return [{ path, reason: `has another port than ${other}, where images lie; give that, or both` }];
                return mistakeIf(
                    !reached.includes(each),
                    path,
                    "has no effect: no image of registry.verify lies there, and nothing scans (registry.trivy); nodes pull without it; leave it out",
                );
            });
        },
    },
    {
        fields: ["registry"],
        broken: ({ registry: { ecr } }) => {
            const relays = [...Object.keys(imageOrigins), ...ecr.relays.map(({ registry }) => registry)];
            return ecr.repositories.flatMap((repository, index) => {
                const relayed = relays.find((registry) => repository.startsWith(`${registry}/`));
                return mistakeIf(
                    relayed !== undefined,
                    `registry.ecr.repositories[${index}]`,
                    `lies where the images of ${relayed} are kept; give it another beginning`,
                );
            });
        },
    },
    {
        fields: ["registry"],
        broken: ({ registry: { ecr } }) =>
            ecr.pushRoles.flatMap(({ system, subjects, organizationId, repositories = [] }, index) => {
                const path = `registry.ecr.pushRoles[${index}]`;
                const { subject, example, perOrganization } = buildSystems[system];
                return [
                    ...mistakeIf(
                        perOrganization === true && organizationId === undefined,
                        `${path}.organizationId`,
                        `is missing: ${system} has an issuer for each organization; give its UUID`,
                    ),
                    ...mistakeIf(
                        !perOrganization && organizationId !== undefined,
                        `${path}.organizationId`,
                        `has no effect: ${system} has one issuer; leave it out`,
                    ),
                    ...subjects.flatMap((given, place) =>
                        mistakeIf(
                            !subject.test(given) ||
                                (system === "circleci" && !given.startsWith(`org/${organizationId}/`)),
                            `${path}.subjects[${place}]`,
                            `lets in more than one project or is no subject of ${system}; give one such as ${example}`,
                        ),
                    ),
                    ...repositories.flatMap((repository, place) =>
                        mistakeIf(
                            !ecr.repositories.includes(repository),
                            `${path}.repositories[${place}]`,
                            `${repository} is not among registry.ecr.repositories`,
                        ),
                    ),
                ];
            }),
    },
];
