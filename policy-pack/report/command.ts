import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type CAC, cac } from "cac";
import { ConfigError, parseConfig } from "../configuration.ts";
import { evaluateWithKeys } from "../evaluate.ts";
import { defaults } from "../judgement/check-config.ts";
import { configurationCheck, isoDay } from "../judgement/exceptions.ts";
import { lookInside } from "../releases/look-inside.ts";
import { rules } from "../rules/index.ts";
import { exitCode, exitCodes } from "./exit-code.ts";
import { faultOf } from "./fault.ts";
import { type FormatName, formatNames, formats } from "./formats/formats.ts";
import { pictureOf } from "./picture/picture.ts";
import { reachOf } from "./picture/reach.ts";
import { parseJson, read, readTogether } from "./read/read.ts";
import { type View, viewOf } from "./view.ts";
import { WrongUse } from "./wrong-use.ts";

/** What the command line decides. */
interface Request {
    /** One of any kind, or several of Kubernetes objects. */
    readonly files: readonly string[];
    readonly format: FormatName;
    /** Instead of standard output. */
    readonly output?: string;
    /** Further files, each in a format of its own. */
    readonly also: readonly { readonly format: FormatName; readonly path: string }[];
    readonly config?: string;
    readonly title?: string;
}

/** Only a policy configuration is looked at. */
interface Check {
    readonly configuration: string;
}

export interface Streams {
    readonly out: Pick<NodeJS.WritableStream, "write">;
    readonly error: Pick<NodeJS.WritableStream, "write">;
    readonly colour: boolean;
    /** Whether something may come on standard input. */
    readonly piped: boolean;
}

/** Runs `readiness` and returns its exit code: 0 pass, 1 fail, 2 a mandatory check unknown, 3 wrong use, 4 a fault. */
export async function run(argv: readonly string[], streams: Streams, today = new Date()): Promise<number> {
    try {
        const request = parse(argv, streams.piped);
        if (!request) return exitCodes.pass;
        if ("configuration" in request) {
            parseConfig(readJson(request.configuration));
            streams.out.write(`${request.configuration} holds no mistake\n`);
            return exitCodes.pass;
        }
        const view = await look(request, today);
        const content = await formats[request.format](view, streams.colour && !request.output);
        for (const { format, path } of request.also) write(path, await formats[format](view));
        if (request.output) write(request.output, content);
        else streams.out.write(content);
        return exitCode(view);
    } catch (error) {
        if (!(error instanceof WrongUse || error instanceof ConfigError)) {
            streams.error.write(faultOf(error));
            return exitCodes.fault;
        }
        streams.error.write(`readiness: ${error.message}\n`);
        return exitCodes.wrongUse;
    }
}

async function look({ files, config, title }: Request, today: Date): Promise<View> {
    const settings = config ? parseConfig(readJson(config)) : defaults;
    const [file] = files;
    const reading = file !== undefined && files.length === 1 ? read(file) : readTogether(files);
    const found = await lookInside(reading.resources);
    const report = await evaluateWithKeys(found, settings, today);
    const drawn = { picture: pictureOf(found, report.checks), reach: reachOf(found) };
    return viewOf(reading, report, [...rules, configurationCheck], isoDay(today), { title, ...drawn });
}

/** The request, or nothing where only help was asked for; cac has printed it then. */
function parse(argv: readonly string[], piped: boolean): Request | Check | undefined {
    try {
        const cli = define(piped || argv.includes("-") ? "-" : undefined);
        cli.parse([...argv], { run: false });
        return cli.runMatchedCommand();
    } catch (error) {
        if (error instanceof Error && error.name === "CACError") throw new WrongUse(`${error.message}; see --help`);
        throw error;
    }
}

/** `otherwise` is what is read where no file is named; cac drops a lone dash. */
function define(otherwise: "-" | undefined): CAC {
    const cli = cac("readiness");
    const command = cli
        .command("[...files]", "Answers the production readiness checklist")
        .usage("<state, plan, manifests, folders, or - for standard input> [options]")
        .option("--format <format>", `What to print: ${formatNames.join(", ")}`, { default: "table" })
        .option("-o, --output <file>", "Write it to a file instead of standard output")
        .option("--config <file>", "Policy configuration: levels, settings, exceptions, debt")
        .option("--check-config <file>", "Only check a policy configuration")
        .option("--title <title>", "What the report calls the cluster");
    for (const format of formatNames) command.option(`--${format} <file>`, `Also write the report as ${format}`);
    command.example("  pulumi stack export | readiness - --html readiness.html");
    command.example("  pulumi preview --json --show-sames | readiness - --format markdown");
    command.action((files: readonly unknown[], options) => {
        const configuration = single(options, "checkConfig");
        const named = files.length === 0 && otherwise !== undefined ? [otherwise] : files.map(String);
        return configuration === undefined ? request(named, options) : { configuration };
    });
    cli.help();
    return cli;
}

function request(files: readonly string[], options: Record<string, unknown>): Request {
    if (files.length === 0) {
        throw new WrongUse("nothing to read: name a file or a folder, or - for standard input; see --help");
    }
    const format = formatNames.find((name) => name === options.format);
    if (!format) throw new WrongUse(`--format ${options.format} is not one of ${formatNames.join(", ")}`);
    const also = formatNames.flatMap((name) => {
        const path = single(options, name);
        return path === undefined ? [] : [{ format: name, path }];
    });
    const [output, config, title] = ["output", "config", "title"].map((name) => single(options, name));
    return { files, format, output, also, config, title };
}

function single(options: Record<string, unknown>, name: string): string | undefined {
    const value = options[name];
    if (Array.isArray(value)) throw new WrongUse(`--${name} can be given once`);
    return value === undefined ? undefined : String(value);
}

function readJson(path: string): unknown {
    const text = attempt(path, () => readFileSync(path, "utf8"));
    return parseJson(path, text);
}

function write(path: string, content: string): void {
    attempt(path, () => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
    });
}

function attempt<T>(path: string, work: () => T): T {
    try {
        return work();
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new WrongUse(`${path}: ${code === "ENOENT" ? "no such file or folder" : message}`);
    }
}
