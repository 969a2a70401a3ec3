import { Account } from "../../providers/account.ts";
import { serve } from "../../providers/server.ts";
import { RealKubernetes } from "./real-kubernetes.ts";

await serve(new RealKubernetes(new Account()), "4.34.2");
