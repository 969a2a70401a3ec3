import "./decoding.ts";
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies.ts";

new PolicyPack("production-readiness", { policies: policies() });
