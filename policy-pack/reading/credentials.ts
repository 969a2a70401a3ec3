/** Names of what is secret. */
const secretName =
    /pass(word|wd|phrase)|\bpwd|_pwd|secret|token|(api|access|account|batch|encryption|master|private|shared|signing|storage)_?key|key_?content|credential/i;
/** What such a name ends with when it only points to the secret, or speaks of it. */
const pointerName =
    /(file|path|dir|name|url|uri|arn|ref|id|ttl|length|type|mount|provider|enabled|region|expir\w*|namespace|class|key_?name|host|issuer|audience|mode|policy|rotation|refresh\w*|timeout|duration|seconds|count|limit|size|format|engine|backend|store|(pull|tls)_?secret|selector|helper|replicas)s?$|\.(json|ya?ml|toml|ini|conf|cfg|properties|env|sh|py|js|lua|sql|xml|txt|md|tpl)$/i;
/** Switches, and products that are named after what they keep. */
const noSecretName = /^(enable|disable|allow|use|is|has)_|(external|sealed)[-_.]?secrets?/i;

/** What is secret whatever it is called: keys and tokens by the form that their issuer gives them. */
const secretForms: readonly RegExp[] = [
    /-{3,}BEGIN [A-Z ]*PRIVATE KEY-{3,}/,
    // AWS, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
    // GitHub, https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
    /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{22,}/,
    /\bglpat-[\w-]{20,}/,
    /\bxox[abprs]-[0-9A-Za-z-]{10,}/,
    /\bnpm_[A-Za-z0-9]{36}\b/,
    /\bdckr_pat_[\w-]{27}/,
    /\bAIza[\w-]{35}\b/,
    /\b[sr]k_live_[0-9A-Za-z]{24,}/,
    /\bSG\.[\w-]{22}\.[\w-]{43}\b/,
    /\bAccountKey=[A-Za-z0-9+/]{40,}/,
    // A JSON Web Token: header and claims are JSON, in base64.
    /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/,
    // Who knows one of these addresses may write.
    /\bhooks\.slack\.com\/(services|workflows)\/[\w/]{20,}/,
    /\bdiscord(app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/,
    /\.webhook\.office\.com\/webhookb2\/[\w@-]{20,}/,
];

/** A token in a header has a digit; prose has none. */
const bearer = /\bBearer\s+[\w.~+/-]{20,}/g;

/** User and password of a URL, or a token alone; parameters of a connection string. */
const userInfo = /\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s:/?#@"']*:([^\s/?#@"']+)|([0-9A-Za-z_-]{20,}))@/gi;
const parameter = /[?&;](?:password|passwd|pwd|access_token|api_?key)=([^\s&;"']+)/gi;

/** `key: value` and `key=value`, a line each, as configuration files have them. */
const assignment = /^[ \t]*["']?([\w.-]+)["']?[ \t]*[:=][ \t]*(["']?)([^\s"'#;,{}()[\]|<>]+)\2[,;]?[ \t]*$/gm;

/**
 * A value that only stands for one: a variable, a template, a path, a selector, a placeholder of Argo CD's vault plugin,
 * what SOPS encrypted; or one that is too plain to be a secret.
 */
const reference =
    /^\$[({\w]|^%[({]|\{\{|^<.*>$|^ENC\[|^ref\+|^(vault|secret|arn|op):|^\.{0,2}\/|!=|^(true|false|yes|no|on|off|\d+|null|none|\*+|x{3,})$/i;

/** Whether a value stands for a secret, or is encrypted, and so is none itself. */
export const isPlaceholder = (value: unknown): boolean => reference.test(String(value ?? ""));

/** Whether a value is a credential: by its own form, or by its name. */
export function isCredential(name: string, value: unknown): boolean {
    const text = String(value ?? "");
    if (holdsCredential(text)) return true;
    return !text.trim().includes("\n") && isNamedSecret(name) && text !== "" && !isPlaceholder(text);
}

/** Whether a text holds a credential somewhere, whatever it is called. */
export function holdsCredential(text: string): boolean {
    if (secretForms.some((form) => form.test(text))) return true;
    if ([...text.matchAll(bearer)].some(([token]) => /\d/.test(token))) return true;
    const embedded = [...text.matchAll(userInfo), ...text.matchAll(parameter)].map(([, one, other]) => one ?? other);
    if (embedded.some((value) => !isPlaceholder(value))) return true;
    if (!text.trim().includes("\n") && !/\.[a-z]+=/i.test(text)) return false;
    return [...text.matchAll(assignment)].some(([, key = "", , value]) => isNamedSecret(key) && !isPlaceholder(value));
}

function isNamedSecret(name: string): boolean {
    const plain = name.replaceAll(/[-.]/g, "_");
    return !noSecretName.test(plain) && secretName.test(plain) && !pointerName.test(name) && !pointerName.test(plain);
}

/** `--password=value`, or `--password value`; a flag without a value, or with a reference to a variable, is none. */
export function argumentsHoldCredential(words: readonly unknown[]): boolean {
    return words.map(String).some((word, index, all) => {
        const [, name = "", value = all[index + 1] ?? ""] = /^-{1,2}([\w.-]+)(?:=(.+))?$/s.exec(word) ?? [];
        if (name === "") return holdsCredential(word);
        return !value.startsWith("-") && isCredential(name, value);
    });
}
