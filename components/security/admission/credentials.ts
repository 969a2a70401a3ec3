import { literal } from "./policy.ts";

/**
 * What looks like a credential, in CEL: the same forms and names as in the policy pack's check `secret-not-plaintext`, as
 * RE2 has them, which knows neither lookahead nor references to a group. A cluster test holds the two to each other.
 */
const forms = [
    "-{3,}BEGIN [A-Z ]*PRIVATE KEY-{3,}",
    String.raw`\b(AKIA|ASIA)[0-9A-Z]{16}\b`,
    String.raw`\bgh[pousr]_[A-Za-z0-9]{36}\b`,
    String.raw`\bgithub_pat_\w{22}`,
    String.raw`\bglpat-[\w-]{20}`,
    String.raw`\bxox[abprs]-[0-9A-Za-z-]{10}`,
    String.raw`\bnpm_[A-Za-z0-9]{36}\b`,
    String.raw`\bdckr_pat_[\w-]{27}`,
    String.raw`\bAIza[\w-]{35}\b`,
    String.raw`\b[sr]k_live_[0-9A-Za-z]{24}`,
    String.raw`\bSG\.[\w-]{22}\.[\w-]{43}\b`,
    "\\bAccountKey=[A-Za-z0-9+/]{40}",
    String.raw`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8}`,
    String.raw`\bhooks\.slack\.com/(services|workflows)/[\w/]{20}`,
    String.raw`\bdiscord(app)?\.com/api/webhooks/\d+/[\w-]{20}`,
    String.raw`\.webhook\.office\.com/webhookb2/[\w@-]{20}`,
].join("|");

/** A token in a header has a digit; prose has none. */
const bearer = String.raw`\bBearer\s+[\w.~+/-]{20,}`;

const userInfo = String.raw`(?i)\b[a-z][a-z0-9+.-]*://([^\s:/?#@"']*:[^\s/?#@"']+|[0-9A-Za-z_-]{20,})@`;
const parameter = String.raw`(?i)[?&;](password|passwd|pwd|access_token|api_?key)=[^\s&;"']+`;

const secretName =
    "(?i)pass(word|wd|phrase)|\\bpwd|_pwd|secret|token|(api|access|account|batch|encryption|master|private|shared|signing|storage)_?key|key_?content|credential";
const pointerName = String.raw`(?i)(file|path|dir|name|url|uri|arn|ref|id|ttl|length|type|mount|provider|enabled|region|expir\w*|namespace|class|key_?name|host|issuer|audience|mode|policy|rotation|refresh\w*|timeout|duration|seconds|count|limit|size|format|engine|backend|store|(pull|tls)_?secret|selector|helper|replicas)s?$|\.(json|ya?ml|toml|ini|conf|cfg|properties|env|sh|py|js|lua|sql|xml|txt|md|tpl)$`;
const noSecretName = "(?i)^(enable|disable|allow|use|is|has)_|(external|sealed)[-_.]?secrets?";

/** What only stands for a value. */
const reference = String.raw`(?i)^\$[({\w]|^%[({]|\{\{|^<.*>$|^ENC\[|^ref\+|^(vault|secret|arn|op):|^\.{0,2}/|!=|^(true|false|yes|no|on|off|\d+|null|none|\*+|x{3,})$`;

/** A value of a configuration file, and what stands between it and its key. */
const value = String.raw`[^\s"'#;,{}()\[\]|<>]+`;
const separator = String.raw`[:=][ \t]*["']?`;
/** A line that gives something a value whose key may be a secret's: what it is called is looked at more closely. */
const assignment = String.raw`(?im)^[ \t]*["']?[\w.-]*(pass|pwd|secret|token|key|credential)[\w.-]*["']?[ \t]*[:=][ \t]*("${value}"|'${value}'|${value})[,;]?[ \t]*\r?$`;

/** A name for what is said more than once. */
const as = (name: string, expression: string, holds: string): string => `[${expression}].exists(${name}, ${holds})`;
const matches = (text: string, pattern: string): string => `${text}.matches(${literal(pattern)})`;
const finds = (text: string, pattern: string, name: string, holds: string): string =>
    `${text}.findAll(${literal(pattern)}).exists(${name}, ${holds})`;

const isPlaceholder = (text: string): string => matches(text, reference);

const isNamedSecret = (name: string): string =>
    as(
        "plain",
        `${name}.replace("-", "_").replace(".", "_")`,
        `!${matches("plain", noSecretName)} && ${matches("plain", secretName)} && ` +
            `!${matches("plain", pointerName)} && !${matches(name, pointerName)}`,
    );

/** Whether a text holds a credential somewhere, whatever it is called. */
const holdsCredential = (text: string): string =>
    [
        matches(text, forms),
        finds(text, bearer, "word", matches("word", "[0-9]")),
        finds(
            text,
            userInfo,
            "url",
            as(
                "user",
                'url.substring(url.indexOf("://") + 3, url.size() - 1)',
                // Without a colon nothing is left out: its index is -1.
                `!${isPlaceholder('user.substring(user.indexOf(":") + 1)')}`,
            ),
        ),
        finds(text, parameter, "given", `!${isPlaceholder('given.substring(given.indexOf("=") + 1)')}`),
        `((${text}.trim().contains("\\n") || ${matches(text, String.raw`(?i)\.[a-z]+=`)}) && ${finds(
            text,
            assignment,
            "line",
            `${as("key", `line.find(${literal(String.raw`[\w.-]+`)})`, isNamedSecret("key"))} && ${as(
                "rest",
                `line.find(${literal(separator + value)})`,
                `!${isPlaceholder(`rest.substring(rest.find(${literal(separator)}).size())`)}`,
            )}`,
        )})`,
    ].join(" || ");

const isSecretByName = (name: string, text: string): string =>
    `${text} != "" && !${text}.trim().contains("\\n") && ${isNamedSecret(name)} && !${isPlaceholder(text)}`;

/** Whether a value is a credential: by its own form, or by its name. Both are CEL of a text. */
export const isCredential = (name: string, text: string): string =>
    as("text", text, `${holdsCredential("text")} || (${isSecretByName(name, "text")})`);

const flag = String.raw`(?s)^-{1,2}[\w.-]+(=.+)?$`;

/** Whether one of a list of words is one: `--password=value`, or `--password value`. */
export const argumentsHoldCredential = (words: string): string =>
    as(
        "words",
        words,
        `words.exists(index, word, ${as(
            "isFlag",
            matches("word", flag),
            as(
                "text",
                `!isFlag ? word : word.contains("=") ? word.substring(word.indexOf("=") + 1) : ` +
                    `index + 1 < words.size() ? words[index + 1] : ""`,
                `!(isFlag && text.startsWith("-")) && (${holdsCredential("text")} || (isFlag && ${as(
                    "name",
                    'word.split("=", 2)[0].substring(word.startsWith("--") ? 2 : 1)',
                    isSecretByName("name", "text"),
                )}))`,
            ),
        )})`,
    );
