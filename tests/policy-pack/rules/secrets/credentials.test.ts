import { describe, expect, test } from "vitest";
import { argumentsHoldCredential, isCredential } from "../../../../policy-pack/reading/credentials.ts";

/** Written in pieces, so that no tool takes this file for one that holds a credential. */
const jwt = ["eyJhbGciOiJI", "eyJzdWIiOiIx", "SflKxwRJSMeK"].join(".");
const key = ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ");

describe("a value is a credential", () => {
    test.each([
        ["by its name", "DATABASE_PASSWORD", "hunter2"],
        ["by a short name", "DB_PWD", "hunter2"],
        ["by the password of a URL", "DATABASE_URL", "postgres://shop:hunter2@db.web:5432/shop"],
        ["by a password without user", "REDIS_URL", "rediss://:hunter2@cache.web:6379/0"],
        ["by the token of a URL", "REPOSITORY", "https://0123456789abcdef0123456789abcdef@git.example.com/web"],
        ["by a parameter of a connection", "JDBC", "jdbc:postgresql://db:5432/shop?user=shop&password=hunter2"],
        [
            "by the address of a webhook",
            "NOTIFY",
            `https://hooks.slack.com/services/T00000000/B00000000/${"X".repeat(24)}`,
        ],
        ["by being a token", "WHATEVER", `glpat-${"a1".repeat(10)}`],
        ["by being a JSON Web Token", "WHATEVER", jwt],
        ["by being a bearer's", "HEADER", `Authorization: Bearer ${"a1".repeat(12)}`],
        ["by being a private key", "ca.txt", `${key}\nMIIE\n`],
        ["in a file of properties", "application.properties", "user=shop\nspring.datasource.password=hunter2\n"],
        ["in a file of YAML", "config.yaml", 'smtp:\n  password: "hunter2"\n'],
    ])("%s", (_, name, value) => {
        expect(isCredential(name, value)).toBe(true);
    });
});

describe("a value is none", () => {
    test.each([
        ["where it is a variable", "DATABASE_PASSWORD", "$(PASSWORD)"],
        ["where it is a template", "DATABASE_PASSWORD", "{{ .password }}"],
        ["where SOPS encrypted it", "SMTP_PASSWORD", "ENC[AES256_GCM,data:AA,iv:BB,tag:CC,type:str]"],
        ["where it stands for one", "password", "<path:kv/data/shop#password>"],
        ["where it is a switch", "enable_password_login", "no"],
        ["where it counts pods of a product", "external_secrets_replicas", "two"],
        ["where a script is called so", "token_reviewer_script.sh", "echo reviewing"],
        [
            "where a program is called so",
            "health.external-secrets.io_ExternalSecret",
            'local hs = {}\nhs.status = "Healthy"',
        ],
        ["where a dashboard is called so", "sealed-secrets-controller.json", '{"title": "Sealed Secrets"}'],
        ["where the URL has a user only", "DATABASE_URL", "postgres://shop@db.web:5432/shop"],
        ["where the URL takes a variable", "DATABASE_URL", "postgres://shop:$(PASSWORD)@db.web:5432/shop"],
        ["where it names a Secret", "PASSWORD_SECRET_NAME", "shop-database"],
        ["where a file names a variable", "config.yaml", "smtp:\n  password: $(PASSWORD)\n  port: 25\n"],
        ["where it is prose", "README.md", "Set the password: see the guide.\nThe token = what you got.\n"],
    ])("%s", (_, name, value) => {
        expect(isCredential(name, value)).toBe(false);
    });
});

test.each([
    [["--password=hunter2"], true],
    [["--password", "hunter2"], true],
    [["--broker", "amqp://guest:hunter2@mq.web:5672"], true],
    [["--password", "--verbose"], false],
    [["--password"], false],
    [["--password=$(PASSWORD)"], false],
    [["--token-file", "/var/run/token"], false],
])("the arguments %j hold a credential: %s", (words, holds) => {
    expect(argumentsHoldCredential(words)).toBe(holds);
});
