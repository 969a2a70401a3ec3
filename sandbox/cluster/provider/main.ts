import { Account } from "../../providers/account.ts";
import { sdkVersion } from "../../providers/sdk.ts";
import { serve } from "../../providers/server.ts";
import { RealKubernetes } from "./real-kubernetes.ts";

await serve(new RealKubernetes(new Account()), sdkVersion("@pulumi/kubernetes"));
