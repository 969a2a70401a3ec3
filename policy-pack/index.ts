import "./crossguard/decoding.ts";
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./crossguard/policies.ts";

new PolicyPack("production-readiness", { policies: policies() });
