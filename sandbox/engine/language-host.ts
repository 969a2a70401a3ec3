/**
 * The language host of engines that were built from source: official releases of Pulumi bring `pulumi-language-nodejs`
 * with them, the Go module proxy does not have it. The engine starts this file, reads the port from the first line of
 * its output, and asks it to run programs and policy packs in processes of their own. What no preview, update or
 * removal asks for (code generation, installation, packing) answers "unimplemented".
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language, {
    type GetRequiredPackagesResponse,
    type LanguageHandshakeResponse,
    type RunPluginRequest,
    type RunPluginResponse,
    type RunRequest,
    type RunResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import plugin, { type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";

/** Exit code with which the runtime says that it has already told the user what is wrong. */
const alreadyReported = 32;

/** Entry points of `@pulumi/pulumi`; the program's own copy is used. */
const runtimes = { program: "@pulumi/pulumi/cmd/run", analyzer: "@pulumi/pulumi/cmd/run-policy-pack" };

/**
 * Each keeps what Node compiled in a folder of its own: the SDK sets a flag of V8 while it loads, and the pack another
 * one, and V8 refuses what was compiled under other flags and keeps it anew, which then the next process refuses.
 */
const compiled = (kind: keyof typeof runtimes, folder = process.env.NODE_COMPILE_CACHE) =>
    folder ? { NODE_COMPILE_CACHE: join(folder, kind) } : {};

const [engineAddress = ""] = process.argv.slice(2);

const children = new Set<ChildProcess>();

interface Start {
    env: NodeJS.ProcessEnv;
    output: "inherit" | "pipe";
    /** Options for Node, before the script. */
    options?: string[];
}

function start(kind: keyof typeof runtimes, folder: string, args: string[], { env, output, options = [] }: Start) {
    const script = createRequire(join(folder, "package.json")).resolve(runtimes[kind]);
    const node = [...options, "--import", join(import.meta.dirname, "orphan.ts"), script, ...args];
    const child = spawn(process.execPath, node, {
        cwd: folder,
        env: { ...env, ...compiled(kind) },
        stdio: ["ignore", output, output],
    });
    children.add(child);
    child.on("close", () => children.delete(child));
    return child;
}

function exitOf(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve(code ?? 1));
    });
}

function runProgram(request: RunRequest): ChildProcess {
    const info = request.getInfo();
    const folder = info?.getProgramDirectory() ?? request.getPwd();
    const flags = {
        monitor: request.getMonitorAddress(),
        engine: engineAddress,
        organization: request.getOrganization(),
        project: request.getProject(),
        "root-directory": info?.getRootDirectory() ?? "",
        stack: request.getStack(),
        pwd: folder,
        parallel: String(request.getParallel()),
    };
    const args = [
        ...Object.entries(flags).flatMap(([flag, value]) => (value ? [`--${flag}`, value] : [])),
        ...(request.getDryrun() ? ["--dry-run"] : []),
        info?.getEntryPoint() ?? request.getProgram(),
        ...request.getArgsList(),
    ];
    const env = {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    };
    // `runtime.options.nodeargs` of Pulumi.yaml.
    const { nodeargs = "" } = info?.getOptions()?.toJavaScript() ?? {};
    const options = String(nodeargs).split(/\s+/).filter(Boolean);
    return start("program", folder, args, { env, output: "inherit", options });
}

function runPolicyPack(request: RunPluginRequest): ChildProcess {
    const folder = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
    const env = Object.fromEntries(request.getEnvList().map((entry) => entry.split(/=(.*)/s)));
    return start("analyzer", folder, [...request.getArgsList(), folder], { env, output: "pipe" });
}

const host = {
    handshake: (_call: unknown, reply: grpc.sendUnaryData<LanguageHandshakeResponse>) =>
        reply(null, new language.LanguageHandshakeResponse()),

    getPluginInfo: (_call: unknown, reply: grpc.sendUnaryData<PluginInfo>) =>
        reply(null, new plugin.PluginInfo().setVersion("0.0.0")),

    /** None: the sandbox names its providers in the project file. */
    getRequiredPackages: (_call: unknown, reply: grpc.sendUnaryData<GetRequiredPackagesResponse>) =>
        reply(null, new language.GetRequiredPackagesResponse()),

    run: async (call: grpc.ServerUnaryCall<RunRequest, RunResponse>, reply: grpc.sendUnaryData<RunResponse>) => {
        const response = new language.RunResponse();
        try {
            const code = await exitOf(runProgram(call.request));
            response.setBail(code === alreadyReported);
            if (code !== 0 && code !== alreadyReported) response.setError(`the program exited with code ${code}`);
        } catch (error) {
            response.setError(`the program did not start: ${error}`);
        }
        reply(null, response);
    },

    runPlugin: async (call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>) => {
        if (call.request.getKind() !== "analyzer") {
            call.emit("error", { code: grpc.status.UNIMPLEMENTED, details: "only policy packs run as plugins here" });
            return;
        }
        try {
            const child = runPolicyPack(call.request);
            call.on("cancelled", () => child.kill());
            child.stdout?.on("data", (chunk: Buffer) => call.write(new language.RunPluginResponse().setStdout(chunk)));
            child.stderr?.on("data", (chunk: Buffer) => call.write(new language.RunPluginResponse().setStderr(chunk)));
            call.write(new language.RunPluginResponse().setExitcode(await exitOf(child)));
            call.end();
        } catch (error) {
            call.emit("error", { code: grpc.status.INTERNAL, details: `the policy pack did not start: ${error}` });
        }
    },
};

/** None of them outlives this process. */
for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, async () => {
        for (const child of children) child.kill();
        await Promise.allSettled([...children].map(exitOf));
        process.exit();
    });

const server = new grpc.Server();
server.addService(LanguageRuntimeService, host);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
});
