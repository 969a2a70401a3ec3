import { parentPort } from "node:worker_threads";
import { examine } from "./examination.ts";

parentPort?.on("message", async (file: string) => {
    parentPort?.postMessage(await examine(file));
});
