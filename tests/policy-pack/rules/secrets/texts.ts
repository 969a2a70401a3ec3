/** What a text is, what it is called, and the text. */
export type Text = readonly [what: string, name: string, value: string];

/** Written in pieces, so that no tool takes this file for one that holds a credential. */
const jwt = ["eyJhbGciOiJI", "eyJzdWIiOiIx", "SflKxwRJSMeK"].join(".");
const key = ["-----BEGIN RSA", "PRIVATE KEY-----"].join(" ");

export const credentials: readonly Text[] = [
    ["by its name", "DATABASE_PASSWORD", "hunter2"],
    ["by a short name", "DB_PWD", "hunter2"],
    ["by the password of a URL", "DATABASE_URL", "postgres://shop:hunter2@db.web:5432/shop"],
    ["by a password without user", "REDIS_URL", "rediss://:hunter2@cache.web:6379/0"],
    ["by the token of a URL", "REPOSITORY", "https://0123456789abcdef0123456789abcdef@git.example.com/web"],
    ["by a parameter of a connection", "JDBC", "jdbc:postgresql://db:5432/shop?user=shop&password=hunter2"],
    ["by the address of a webhook", "NOTIFY", `https://hooks.slack.com/services/T00000000/B00000000/${"X".repeat(24)}`],
    ["by being a token", "WHATEVER", `glpat-${"a1".repeat(10)}`],
    ["by being a JSON Web Token", "WHATEVER", jwt],
    ["by being a bearer's", "HEADER", `Authorization: Bearer ${"a1".repeat(12)}`],
    ["by being a private key", "ca.txt", `${key}\nMIIE\n`],
    ["in a file of properties", "application.properties", "user=shop\nspring.datasource.password=hunter2\n"],
    ["in a file of YAML", "config.yaml", 'smtp:\n  password: "hunter2"\n'],
    ["by the user's part alone of a URL without case", "URL", "HTTPS://:hunter2@git.example.com/web"],
    ["in the second URL of two", "PEERS", "http://u:$(A)@a.web:1,http://u:hunter2@b.web:2"],
    ["in a line that Windows ended", "app.conf", "port=25\r\npassword=hunter2\r\n"],
    ["in a line of JSON", "config.json", '{\n  "api-key": "hunter2",\n  "port": 25\n}'],
    ["in a property alone", "flags", "spring.datasource.password=hunter2"],
    ["by its name in signs", "api.key", "hunter2"],
    ["by being a key of AWS", "WHATEVER", `AKIA${"A1".repeat(8)}`],
    ["by being a token of GitHub", "WHATEVER", `ghp_${"a1".repeat(18)}`],
];

export const harmless: readonly Text[] = [
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
    ["where a bearer is spoken of", "HINT", "Bearer authentication-of-the-platform"],
    ["where a token is a character short", "WHATEVER", `AKIA${"A1".repeat(7)}B`],
    ["where a file names one by its path", "config.yaml", "token: /var/run/token\nport: 25\n"],
    ["where a file leaves it open", "config.yaml", "token:\n  from: env\n"],
    ["where quotes do not end", "config.yaml", 'token: "hunter2\nport: 25\n'],
    ["where it is a number", "password_length_min", "12"],
    ["where it says yes", "token_auth", "Yes"],
    ["where it is empty", "password", ""],
    ["where a token is crossed out", "URL", `https://${"x".repeat(24)}@git.example.com/web`],
    ["where a line of a file switches it", "config.yaml", "token: true\nport: 25\n"],
    ["where a Secret for pulls is named", "image-pull-secret", "registry"],
    ["where a Secret of a certificate is named", "agent-tls-secret", "agent-tls"],
    ["where a variable of a chart is inside", "password", "a-{{ .x }}-b"],
];

/** Words of a command line, and whether one of them is a credential. */
export const commands: readonly (readonly [words: readonly string[], holds: boolean])[] = [
    [["--password=hunter2"], true],
    [["--password", "hunter2"], true],
    [["--broker", "amqp://guest:hunter2@mq.web:5672"], true],
    [["--password", "--verbose"], false],
    [["--password"], false],
    [["--password=$(PASSWORD)"], false],
    [["--token-file", "/var/run/token"], false],
    [["run", "-p", "80", "--api-key", "hunter2"], true],
    [["--enable-password=hunter2"], false],
    [["--password=a\nb"], false],
    [["sh", "-c", "exec shop --password=hunter2\n"], false],
    [["sh", "-c", "export A_TOKEN=hunter2\nTOKEN=hunter2\nexec shop"], true],
    [["---password=hunter2"], true],
    [["--", "hunter2"], false],
    [["amqp://guest:hunter2@mq.web:5672", "run"], true],
    [["--=hunter2"], false],
];
