import { Account } from "../account.ts";
import { sdkVersion } from "../sdk.ts";
import { serve } from "../server.ts";
import { KubernetesCloud } from "./cloud.ts";

await serve(new KubernetesCloud(new Account()), sdkVersion("@pulumi/kubernetes"));
