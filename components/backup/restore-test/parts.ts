import type { Part } from "../../part.ts";
import { backupCanary } from "./canary.ts";
import { restoreTest } from "./restore-test.ts";
import { restoreScratch } from "./scratch.ts";

/** The restore test: what is backed up, where it is restored to, and who looks. Each has a namespace of its own. */
export const restoreTestParts: readonly Part[] = [backupCanary, restoreScratch, restoreTest];
