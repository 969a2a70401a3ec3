import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "../engine/stack.ts";

const program = `
    import * as aws from "@pulumi/aws";
    import { RepositoryPassword } from ${JSON.stringify(join(root, "components/backup/repository-password.ts"))};

    const provider = new aws.Provider("here", { region: "eu-west-1" });
    const keyArn = new aws.kms.Key("data", {}, { provider }).arn;
    const replica = { region: "eu-central-1", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1a2b" };
    const { secretName } = new RepositoryPassword(
        "shop",
        { clusterName: "shop", keyArn, replica, allowDeletion: false },
        { providers: [provider] },
    );
    export { secretName };
`;

/**
 * All files of a stack's folder (state, history, plans, events) beside those of AWS, who may know the password.
 * Messages of level debug, in which the SDK shows what it sends, are in the event log of a test alone.
 */
const written = (folder: string): { file: string; text: string }[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => !file.startsWith(join(folder, "cloud")))
        .map((file) => ({ file, text: readFileSync(file, "utf8").replace(/^.*"severity":"debug".*$/gm, "") }));

test("the password of the backups is made once, replicated, kept, and in no plan or state in clear", async () => {
    const stack = new TestStack({ program: { text: program } });
    const preview = await stack.preview();
    expect(preview.exitCode, preview.output).toBe(0);
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);

    const resources = await stack.resources();
    const one = (type: string) => resources.find((resource) => resource.type === type);
    const secret = one("aws:secretsmanager/secret:Secret");
    expect(secret?.inputs).toMatchObject({
        name: "shop/velero-repo-credentials",
        recoveryWindowInDays: 30,
        replicas: [{ region: "eu-central-1" }],
    });
    expect([secret?.protect, one("random:index/randomPassword:RandomPassword")?.protect]).toEqual([true, true]);
    expect(one("aws:secretsmanager/secretVersion:SecretVersion")?.inputs?.secretString).toHaveProperty("ciphertext");

    const password = await clearPassword(stack);
    expect(password).toMatch(/^[A-Za-z0-9]{48}$/);
    const second = await stack.preview();
    expect(Object.keys(second.plan.changeSummary ?? {})).toEqual(["same"]);
    const leaks = written(stack.folder).filter(({ text }) => text.includes(password));
    expect(leaks.map(({ file }) => file)).toEqual([]);
    expect(preview.output + up.output + second.output).not.toContain(password);
    expect(await clearPassword(stack)).toBe(password);
}, 900_000);

/** Only whoever has the key of the stack's secrets gets it. */
async function clearPassword(stack: TestStack): Promise<string> {
    const opened = await stack.open();
    const { stdout } = await opened.run(["stack", "export", "--show-secrets"], "capture");
    const { deployment } = JSON.parse(stdout);
    const version = deployment.resources.find(({ type }: { type: string }) => type.endsWith(":SecretVersion"));
    return JSON.parse(version.inputs.secretString.plaintext);
}
