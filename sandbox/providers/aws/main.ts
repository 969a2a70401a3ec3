import { Account } from "../account.ts";
import { serve } from "../server.ts";
import { AwsCloud } from "./cloud.ts";

await serve(new AwsCloud(new Account()), "7.48.0");
