import { Account } from "../account.ts";
import { serve } from "../server.ts";
import { KubernetesCloud } from "./cloud.ts";

await serve(new KubernetesCloud(new Account()), "4.34.2");
