/** Filters on what stands around the value: its name, its line, its file. */
import { CHOSEN, RANDOM, SHAPELESS, type Filter } from "./filter.js";
import { isOrdinary, words } from "./language.js";
import { fileClass, isLockFile, isTestPlace, isTranslationPlace } from "./places.js";
import { speaksOfSecret, type Subject } from "./subject.js";

/** Last words of a name that say it holds something about a secret, not the secret. */
const ABOUT: ReadonlySet<string> = new Set([
  "name", "names", "type", "types", "url", "uri", "urls", "endpoint", "path", "paths", "file", "filename", "files", "dir", "directory", "folder", "location", "header", "headers", "field", "fields", "param", "params", "parameter",
  "prefix", "suffix", "label", "title", "text", "message", "messages", "msg", "error", "errors", "err", "hint", "placeholder", "desc", "description", "help", "tooltip", "ref", "reference", "arn", "env", "var", "variable", "regex", "regexp",
  "pattern", "format", "length", "len", "size", "bits", "count", "limit", "max", "min", "ttl", "expiry", "expires", "expiration", "expire", "expired", "timeout", "age", "lifetime", "validity", "class", "css", "selector", "element", "input", "form", "button", "icon",
  "policy", "policies", "rule", "rules", "validator", "validation", "schema", "scheme", "provider", "manager", "service", "handler", "factory", "generator", "builder", "parser", "function", "method", "callback", "event", "action", "state",
  "status", "mode", "kind", "version", "alg", "algorithm", "encoding", "encoder", "hash", "hashed", "digest", "checksum", "fingerprint", "thumbprint", "index", "idx", "position", "offset", "start", "end", "table", "column", "store", "storage", "source", "template", "example", "property", "argument", "arguments", "arg", "args", "group", "option", "options", "append",
  "attribute", "attr", "flag", "setting", "settings", "enabled", "disabled", "required", "visible", "strength", "reset", "forgot", "forgotten", "link", "page", "view", "route", "model", "query", "request", "response", "info", "issuer", "audience", "scope", "scopes", "signature", "sig", "mac",
  "eight", "four", "contract", "symbol", "network", "account", "host", "port", "server", "domain", "realm", "owner", "user", "username", "id", "ids", "uuid", "guid", "iv", "nonce", "vector", "pair", "usage", "code", "rotation", "address", "addresses", "mgr", "at", "by", "for", "in", "is", "of", "to", "not", "change", "changed", "date", "time", "timestamp", "days", "hours", "seconds", "retries", "attempts", "history", "complexity", "age",
]);

/** First words of a name that make it a switch or a record of when: `update_password`, `require_token`. */
const SWITCH: ReadonlySet<string> = new Set(["update", "require", "requires", "force", "allow", "use", "uses", "enable", "disable", "show", "hide", "has", "have", "is", "no", "last", "needs", "skip", "ignore", "with", "without", "prompt", "ask"]);

/** Words of a name that make it public, encrypted, or a thing of parsing and protocols. */
const NEVER_SECRET: ReadonlySet<string> = new Set([
  "public", "pub", "publishable", "anon", "anonymous", "csrf", "xsrf", "crumb", "pagination", "continuation", "cancel", "cancellation", "idempotency", "dedup", "etag", "integrity", "sort", "foreign", "partition",
  "lexer", "lex", "parser", "syntax", "punctuation", "comment", "separator", "delimiter", "translation", "translations", "locale", "intl", "expected", "invalid", "placeholder", "example", "sample", "dummy", "fake", "mock",
  "hashed", "encrypted", "checksum", "digest", "sha", "md5", "commit", "revision", "verification", "ownership", "challenge",
]);
const NEVER_SECRET_JOINED = /websocket[_-]?key|(?:next|page|sync|client|client_?request|request|resume|position|(?<!re)start|(?:^|[_.-])end)_?token$|next_?page_?token|(?:cache|index|range|site|hot|object|group|map|sort)_?keys?$|sitekey|tokeni[sz]|keyword|keyboard|react_app_|vite_/;

/** First words of the name of a call that looks up, tries, makes or shows what it is given, and does not keep it. */
const VERBS: ReadonlySet<string> = new Set([
  "get", "find", "fetch", "read", "load", "lookup", "validate", "check", "verify", "assert", "expect", "compare", "match", "matches", "is", "has", "hash", "encrypt", "decrypt", "encode", "decode", "parse", "forgot", "reset", "generate",
  "startswith", "endswith", "starts", "ends", "contains", "includes", "split", "replace", "index", "strip", "removeprefix", "removesuffix",
  "show", "hide", "toggle", "print", "log", "require", "missing", "describe", "it", "test", "t", "translate", "gettext", "label", "mask", "redact", "confirm",
]);

/** Gradle's two ways of giving a name and a value to the code it builds. */
const BUILD_FIELD = /\b(?:buildConfigField|resValue)\b/;

/** A call's first argument up to where the match begins within it: `os.getenv("ACME_`. */
const FIRST_ARGUMENT = /\(\s{0,16}[a-zA-Z@$\\]{0,2}["'`][\w.:-]{0,80}$/;

const HEX_DIGEST = /^(?:0x)?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
const HEX = /^(?:0x)?[0-9a-f]{16,256}$/i;
const VECTOR = /\b(?:plain_?text|cipher_?text|aad|nonce|iv|pt|ct|expected|test_?vectors?|KAT|NIST|CAVP|wycheproof|hmac|aes|chacha\w*|poly1305)\b/i;
const DIGEST_LINE = /sha-?(?:1|2|224|256|384|512)?\b|sha(?:1|256|512)|md5|checksum|digest|integrity|etag|commit|revision|fingerprint|blake|hash(?!icorp)|\bpin\b|\brev\b/i;
/** As `tokscan baseline` writes it, in whatever file: a fingerprint, the rule and a reason in quotes. */
const FINGERPRINT = /^[0-9a-f]{32} [a-z0-9][a-z0-9.-]* "/;
const SAMPLE_HOST = /^["']?@?(?:\w*\()?(?:localhost|127\.\d|0\.0\.0\.0|\[?::1|host\.docker\.internal|(?:[\w-]+\.)*example\.(?:com|org|net)|(?:[\w-]+\.)+(?:example|test|invalid)|host(?:name)?|example|server|db|database|postgres|mysql|mongo|redis|rabbitmq)(?![\w.-])/i;
// The closing quote may be the match's last byte or the first behind it.
const JOINED = /^\\?["'`]\s{0,3}(?:\+|\.(?!(?:to_string|to_owned|into|as_bytes|as_str|encode|getBytes|toCharArray|freeze|strip|trim|utf8)\b)|%|<<|&)\s{0,3}[A-Za-z_$({[]/;
const COMMENT = /^\s*(?:#(?!\s?define)|;|\/\/|--)/;
const DOC_COMMENT = /^\s*(?:\*|\/\*\*|\/\/[/!]|>>>|\.\.\. |#')/;
// What is seen of a line reaches 512 bytes to either side of a match; hardly anybody writes code in lines of that length.
const MACHINE_LINE = 500;

function comparable(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** `password = password`, `token: "accessToken"`: one of them holds the other, with little more. */
function echoes(subject: Subject): boolean {
  const { isCatchAll, name, value } = subject;
  if (!isCatchAll) return false;
  if (endsNameBefore(subject)) return true;
  const a = comparable(name);
  const b = comparable(value);
  if (a.length < 3 || b.length < 3) return false;
  return a.includes(b) ? true : b.includes(a) && b.length - a.length <= 8 && isOrdinary(value);
}

/** `const TokenBankASNBNL21 TokenBank = "ASNBNL21"`: the type stands between the name and its value. */
function endsNameBefore({ head, value, input }: Subject): boolean {
  const line = (input.before.slice(-160) + head).split("\n").at(-1) ?? "";
  const at = line.lastIndexOf(value);
  return at > 0 && /\w/.test(line[at - 1]) && !/\w/.test(line[at + value.length] ?? " ");
}

/** A match may begin on the line before. */
function isFingerprint({ value, head, tail, input }: Subject): boolean {
  return value.length === 32 && /(?:^|\n)$/.test(input.before + head) && FINGERPRINT.test(value + tail + input.after);
}

/** What a hash is made with, and not of. */
const HASHES_WITH: ReadonlySet<string> = new Set(["key", "secret", "salt", "pepper", "token", "password", "seed"]);

function isAbout(parts: readonly string[]): boolean {
  const last = parts.at(-1);
  // `passwordHash`, `old_pwd_hash_nt`; not `HASH_KEY`.
  if (parts.indexOf("hash") > 0 && !HASHES_WITH.has(last ?? "")) return true;
  // `secret_id` and `access_code` are secrets; `token_id` and `key_code` are not.
  if (last === "id" && parts.at(-2) === "secret") return false;
  return parts.length > 1 && (ABOUT.has(last ?? "") || SWITCH.has(parts[0] ?? ""));
}

function isNeverSecret({ name, nameWords }: Subject): boolean {
  return nameWords.some((word) => NEVER_SECRET.has(word)) || NEVER_SECRET_JOINED.test(name.toLowerCase());
}

/** `url.UserPassword("deploy", token)` */
const USER_FIRST = /(?:^|\.)(?:new)?user_?password$/i;
/** `lookup('community.general.onepassword', 'the entry')`: a template that asks a secret store. */
const LOOKUP = /\b(?:lookup|query|q)\(\s{0,4}["'][\w.]{1,80}["']\s{0,4},\s{0,4}["']$/;
/** The address of a badge, which pages show to everyone. */
const BADGE = /\b(?:badge|shield)s?\b[^\s"'<>()]{0,80}[?&](?:amp;)?[\w.-]{0,40}=?$/i;

/** `SharedSecret: "46fc..."` in a test whose neighbours are as long and as random: inputs and results of a cipher. */
function isVector({ isCatchAll, name, value, input }: Subject): boolean {
  if (!isCatchAll || !HEX.test(value) || /token|passw|api/i.test(name)) return false;
  if (!/secret/i.test(name) && VECTOR.test(input.before.slice(-300) + input.after.slice(0, 300))) return true;
  return isTestPlace(input.path) && ((input.before.slice(-600) + input.after.slice(0, 600)).match(LONG_HEX)?.length ?? 0) > 1;
}

const LONG_HEX = /(?<![0-9a-f])[0-9a-f]{40}/gi;

/** On the file and the line alone: tried first. */
export const PLACE_FILTERS: readonly Filter[] = [
  { name: "binary", judges: SHAPELESS, effect: "reject", description: "stands in binary content, where names and values meet by chance", test: ({ input }) => input.binary },
  { name: "lock-file", judges: RANDOM, effect: "reject", description: "stands in a file of digests and ids: lock files, source maps, project files", test: ({ input }) => isLockFile(input.path) },
  { name: "fingerprint", judges: RANDOM, effect: "reject", description: "is the fingerprint of an accepted value: an entry of a baseline", test: isFingerprint },
  { name: "machine-line", judges: SHAPELESS, effect: "reject", description: "stands in a line that a program wrote: minified or generated code", test: ({ input }) => input.lineText.length > MACHINE_LINE && /\.html?$/.test(input.path) !== (fileClass(input.path) === "code") },
];

/** On the name, the line and the value together: tried after those on the value. */
export const SURROUNDING_FILTERS: readonly Filter[] = [
  { name: "public-name", judges: SHAPELESS, effect: "reject", description: "the name says it is public, or a token of paging, parsing or protocols", test: isNeverSecret },
  { name: "name-about", judges: SHAPELESS, effect: "reject", description: "the name says it is something about a secret: its name, path, type, length, id", test: ({ nameWords }) => isAbout(nameWords) },
  { name: "list-item", judges: SHAPELESS, effect: "reject", description: "follows the name in a list, not as the second argument of a call", test: ({ isCatchAll, link, head, input }) => isCatchAll && link.includes(",") && !head.includes("(") && !/value|default|content/i.test(link) && !BUILD_FIELD.test(input.lineText) && !FIRST_ARGUMENT.test(input.before) },
  { name: "lookup", judges: SHAPELESS, effect: "reject", description: "is given to a function that looks up, tries or shows something", test: (subject) => subject.link.includes("(") && speaksOfSecret(subject.name) && VERBS.has(words(subject.name.split(".").at(-1) ?? "")[0] ?? "") },
  { name: "user-argument", judges: SHAPELESS, effect: "reject", description: "is the user, the first argument of a call that takes user and password", test: ({ link, name }) => /^[ \t]*\(/.test(link) && USER_FIRST.test(name) },
  { name: "store-lookup", judges: SHAPELESS, effect: "reject", description: "names an entry that a template looks up in a secret store", test: ({ head, input }) => LOOKUP.test(input.before.slice(-100) + head) },
  { name: "badge", judges: SHAPELESS, effect: "reject", description: "a token in the address of a badge, which pages show to everyone", test: ({ head, input }) => BADGE.test(input.before.slice(-100) + head) },
  { name: "name-echo", judges: SHAPELESS, effect: "reject", description: "repeats the name it is given to", test: echoes },
  { name: "joined", judges: SHAPELESS, effect: "reject", description: "is joined with something else, or goes on as code, so it is only a part", test: ({ value, tail, input }) => JOINED.test(tail + input.after.slice(0, 16)) || (/^[A-Za-z_][\w.]*$/.test(value) && /^(?:\[|\(|->|\.\w)/.test(tail + input.after.slice(0, 4))) },
  { name: "digest-line", judges: RANDOM, effect: "reject", description: "has the length of a digest, and its line speaks of one", test: ({ value, input }) => HEX_DIGEST.test(value) && DIGEST_LINE.test(input.lineText.slice(0, MACHINE_LINE).replace(value, "")) },
  { name: "test-vector", judges: RANDOM, effect: "reject", description: "hex among the inputs and results of a cipher: a test vector of cryptography", test: isVector },
  { name: "translation", judges: SHAPELESS, effect: "reject", description: "ordinary text in a translation file", test: ({ input, value }) => isTranslationPlace(input.path) && (/^\D*$/.test(value) || isOrdinary(value)) },
  { name: "test-file", judges: CHOSEN, effect: "doubt", description: "a word or a test value in tests, examples, documentation or vendored code", test: ({ isCatchAll, value, input }) => !isCatchAll && !isStrong(value) && isTestPlace(input.path) },
  { name: "user-echo", judges: CHOSEN, effect: "doubt", description: "the same as the user beside it, as in set-ups for development", test: ({ head, value }) => head.split(/[^\w.-]+/).includes(value) },
  { name: "sample-password", judges: CHOSEN, effect: "doubt", description: "a play on the word password in a source file: Passw0rd!, mySecret123", test: ({ isCatchAll, input, value }) => isCatchAll && fileClass(input.path) !== "config" && isPlay(value) },
  { name: "doc-comment", judges: SHAPELESS, effect: "doubt", description: "stands in a documentation comment of a source file", test: (subject) => subject.isCatchAll && DOC_COMMENT.test(subject.input.lineText) && fileClass(subject.input.path) !== "config" },
  { name: "comment", judges: CHOSEN, effect: "doubt", description: "a word or a test value in a line that is commented out", test: ({ isCatchAll, input, value }) => isCatchAll && COMMENT.test(input.lineText) && !isStrong(value) },
  { name: "sample-host", judges: CHOSEN, effect: "doubt", description: "a word as the password of a local or documentation host", test: ({ input, tail, value }) => isWordlike(value) && SAMPLE_HOST.test(tail + input.after.slice(0, 80)) },
];

/** Drawn at random, or mixed as people are told to mix: unlikely to be a test value. */
function isStrong(value: string): boolean {
  const classes = Number(/[a-z]/.test(value)) + Number(/[A-Z]/.test(value)) + Number(/\d/.test(value)) + Number(/[^A-Za-z0-9]/.test(value));
  return value.length >= 10 && classes >= 3 && !isOrdinary(value);
}

const LEET: Readonly<Record<string, string>> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i" };

function isPlay(value: string): boolean {
  const plain = value.toLowerCase().replace(/[013457@$!]/g, (char) => LEET[char] ?? char);
  return /password|passwd|passw|mypass|secret|test|change|wrong|default|admin|foob|letmein|hello|qwert|abc/.test(plain);
}

/** Letters alone, or letters with a few digits or one mark at the end: what people type into tests. */
function isWordlike(value: string): boolean {
  return /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*[\d!]{0,4}$/.test(value) && (value.length < 10 || isOrdinary(value));
}
