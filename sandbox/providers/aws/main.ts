import { Account } from "../account.ts";
import { sdkVersion } from "../sdk.ts";
import { serve } from "../server.ts";
import { AwsCloud } from "./cloud.ts";

await serve(new AwsCloud(new Account()), sdkVersion("@pulumi/aws"));
