import { Account } from "./account.ts";
import { AwsCloud } from "./aws/cloud.ts";
import { KubernetesCloud } from "./kubernetes/cloud.ts";
import { RandomCloud } from "./random/cloud.ts";
import { sdkVersion } from "./sdk.ts";
import type { Package } from "./server.ts";

/** The simulated clouds, by package; `eks` makes components, and is a plugin of its own. */
export const simulated = {
    aws: { version: sdkVersion("@pulumi/aws"), open: () => new AwsCloud(new Account()) },
    kubernetes: { version: sdkVersion("@pulumi/kubernetes"), open: () => new KubernetesCloud(new Account()) },
    random: { version: sdkVersion("@pulumi/random"), open: () => new RandomCloud() },
} as const satisfies Record<string, Package>;
