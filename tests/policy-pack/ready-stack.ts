import type { Resource } from "../../policy-pack/inventory/resource.ts";
import { cloud } from "./ready/cloud.ts";
import { objects } from "./ready/objects.ts";
import { releases } from "./ready/releases.ts";
import { workloads } from "./ready/workloads.ts";

/** A stack that meets every check: a fresh copy, so that a test can break one thing in it. */
export const readyStack = (): Resource[] => structuredClone([...cloud(), ...releases(), ...objects(), ...workloads()]);
