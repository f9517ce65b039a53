/**
 * Filters on the value itself: what looks like a secret and is a placeholder, a reference, code, a name or data.
 * In the order in which they are tried: what says most first, what costs most last.
 */
import { CHOSEN, EVERY, RANDOM, SHAPELESS, type Filter } from "./filter.js";
import { isOrdinary, isSurelyOrdinary, words } from "./language.js";
import { fileClass, isTestPlace } from "./places.js";
import type { Subject } from "./subject.js";
import { isPublished } from "./published.js";
import { isRepetitive, isSequential } from "./repetition.js";
import { decodeBase64, decodeBase64Start, latin1 } from "./checks/base64.js";

// No placeholder is longer; keys and signed tokens are, and hold runs and words by chance.
const LONGEST_PLACEHOLDER = 400;

const MASK = /x{5,}|[*•]{3,}|\.{3,}|…|_{8,}|^_{5,}|_{5,}$|#{4,}|\?{3,}/i;
// Words that nobody's generator draws: long ones anywhere, short ones only where a word may begin and end.
const EXAMPLE = /example|placeholder|change[-_]?(?:me|it|this)|redacted|replace[-_]?(?:me|this|with)|insert[-_]|your[-_]?(?:[a-z]{0,9}[-_]?)?(?:token|key|secret|pass|id|api|value|account|user|name|own|here)|not[-_]?(?:a[-_]?)?real|foobar|lorem|dummy[-_]|(?:^|[-_])(?:dummy|sample|fake|mock|todo|fixme|your|here|my[-_]?(?:token|key|secret|api[a-z_-]*))(?:[-_]|$)/i;
const EXAMPLE_WORDS: ReadonlySet<string> = new Set([
  "sample", "dummy", "fake", "mock", "mocked", "fixme", "todo", "ipsum", "insert", "replace", "changeme", "enter", "your", "removed", "hidden", "masked",
  "whatever", "something", "invalid", "unused", "bogus", "notreal", "testing", "placeholder", "foo", "bar", "baz", "qux", "foobar", "blah",
]);

const TEMPLATE = /\$\{|\{\{|\}\}|<%|%>|#\{|\$\(|\$\[|@\{|\{%|%\(\w+\)|%s\b|\{\d?\}|\{[a-z_.]+\}|^\[\w+\(|&lt;|\\\(/i;
const BRACKETED = /^(?:<.*>|\[.*\]|\{.*\}|\(.*\)|«.*»|%[\w.-]+%|__\w+__|@[\w.]+@|:[a-z_]+|\?|%[dvqw])$/;
const REFERENCE = /^(?:\$\w+$|\$env:|[$@&]\w*\(|process\.|os\.|import\.meta|system\.|env[.:[]|environment[.:]|config[.:[]|settings[.:]|secrets?[.:[]|var\.|local\.|data\.|module\.|vault[.:/]|op:\/\/|arn:aws|ssm:|secretsmanager:|aws-?sm:|gcp-?sm:|sm:\/\/|keyring:|keychain:|ref\+|doppler:|file:|env:|kms:|azurekeyvault|akv:|@microsoft\.keyvault|projects\/|!(?:vault|ref|sub|getatt|env|secret)|lookup\(|(?:secret|param|ssm|conjur|bws|infisical):\/\/|\/run\/secrets)/i;
const MEMBER = /^[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+(?:\(.*\)?)?$/;
const CALL = /^(?:new |await |!|&)?([A-Za-z_$][\w$.]*)\(/;
/** What is left of a call whose quotes were taken for those of the value: `#{ENV.fetch("PASSWORD")}@host`. */
const CLOSING = /^\)[\]}),;.]/;
/** `args[`, `type:`, `dict(type=`: a value does not end so. */
const UNFINISHED = /^[A-Za-z_$][\w$.()[\]]*[[({:]$|^[A-Za-z_$][\w$.]*[[(].*=$/;
const KEYWORD_ARGUMENT = /^[a-z_]+=(?:True|False|None|true|false|null|nil|[a-z_.]+\()$/;
const ARROW = /=>|^function\b|^\(.*\)$/;
const ENCRYPTED = /^(?:ENC\[|ENC\(|\{cipher\}|\{(?:AES|3DES|DESede|PBES?\w*)\}|\$ANSIBLE_VAULT|vault:v\d|AQICAH|secure:|age1|-----BEGIN (?:AGE|PGP) (?:ENCRYPTED|MESSAGE)|U2FsdGVkX1|gAAAAA)/;
const PASSWORD_HASH = /^(?:[\w.-]{1,40}:)?(?:\$(?:2[abxy]|1|5|6|y|7|apr1|argon2\w*|pbkdf2\w*|scrypt|P|H|S)\$|\{(?:SSHA|SHA|SMD5|MD5|CRYPT|PBKDF2|BCRYPT|noop|ARGON2)\w*\}|pbkdf2[:_]|scrypt:|bcrypt|(?:sha\d+|md5|crypt|argon2\w*|scrypt)\$|SCRAM-SHA|md5[0-9a-f]{32}$|\*[0-9A-F]{40}$)/i;
/** In camel case or with dots, the dots escaped where the names stand in an expression. */
const SETTING_NAME = /^(?:[a-z]+(?:[A-Z][a-z]+)*(?:Password|Passwd|Passphrase|Token|Secret|Key)|[a-z]+(?:\\?\.[a-z]+)*\\?\.(?:password|passphrase|token|secret|key))$/;
const UUID = /^[{/]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const DIGEST_LABEL = /^(?:sha(?:1|224|256|384|512)|md5|h1|blake\d\w?|crc32)[-:=]/i;
/** Public NATS keys: account, user, operator, server, cluster, curve. Their seeds begin with S. */
const PUBLIC_NKEY = /^[AUONCX][A-Z2-7]{55}$/;
const PUBLIC_DATA = /^(?:ssh-(?:rsa|ed25519|dss)|AAAA[BCE]3NzaC1|ecdsa-sha2|-----BEGIN (?:PUBLIC|RSA PUBLIC|CERTIFICATE|EC PARAM)|MI(?:IBI|GfM|ICI|IC[IV]j)AN|MFkwEwYHK|MCowBQYDK2V|data:|iVBORw0KGgo|\/9j\/|R0lGOD|JVBERi0|UEsDB|H4sI|d09G[RM]|UklGR|AGFzb|PHN2Zy|PD94bWw|AAEAAAA|0x6080)/;
const OPTION = /^--?[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*=?$/i;
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]|$)/;
const HEX_NUMBER = /^0x[0-9a-f]{1,8},?$/i;
const URL = /^[a-z][a-z0-9+.-]{1,12}:\/\/|^\/\/[\w-]+\.\w|^(?:mailto|tel|urn|about|javascript):|^www\.|^[a-z][a-z0-9]{1,10}:[a-z]+(?:-[a-z]+)+$/i;
const PATH = /^(?:\.{0,2}|~)\/[\w.@-]|^[A-Za-z]:[\\/]|^\\\\/;
const FILE_NAME = /^[\w./\\@ -]+\.(?:pem|key|crt|cer|p12|pfx|jks|keystore|json|ya?ml|toml|ini|cfg|conf|config|env|txt|md|csv|xml|html?|css|scss|jsx?|tsx?|mjs|cjs|map|py|go|rb|php|java|kt|cs|c|h|cpp|rs|sh|ps1|bat|sql|lock|log|png|jpe?g|gif|svg|ico|pdf|zip|gz|tgz|tar|so|dll|exe|properties|service|sock|d\.ts)$/i;
const HOST = /^(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|local|internal|example|test|invalid|localhost|svc|cloud|app|co|edu|gov)(?::\d+)?(?:\/.*)?$/i;
const EMAIL = /^[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}$/i;
const TYPE_NAME = /^(?:string|str|text|varchar(?:\(\d+\))?|char(?:\(\d+\))?|bool(?:ean)?|u?int\d*|integer|number|float|double|long|object|any|unknown|never|void|bytes?|buffer|array|list|map|dict|date(?:time)?|uuid|json|enum|latin1|utf-?8(?:mb[34])?|ascii|optional|required|nullable|securestring|\w*(?:\|\w+(?::[^|\s]*)?)+|min:\d+.*)$/i;
const LITERAL = /^(?:null|nil|none|undefined|nan|true|false|yes|no|on|off|empty|blank|default|auto|n\/?a|tbd|tba|-+|~|0+|missing|unset|unknown|disabled|enabled|always|never|on_create|prompt|ask|required|optional|no_?ne)$/i;
// Characters of expressions that describe other text: classes, groups, escapes, quantifiers.
const EXPRESSION = /\[\^?a-zA-Z|\[\^?(?:\w-\w|\\\w)[^\]]*\]|\\[dwsbDWSB][+*{)]|\(\?[:=!<P]|[\])}\w]\{\d+,?\d*\}|^\^.*\$$|^\/.*\/[gimsuy]{0,5}$|\(\w+\|\w+/;
const NON_ASCII = /[^\x00-\x7F]/;

/** The word for the thing instead of the thing, and what documentation puts there. */
const WORD_FOR_SECRET: ReadonlySet<string> = new Set([
  "password", "passwd", "passwort", "passphrase", "pass", "pwd", "pw", "pswd", "userpassword", "yourpassword", "mypassword", "thepassword", "newpassword",
  "oldpassword", "currentpassword", "confirmpassword", "dbpassword", "dbpass", "passwordhash", "passwordfield", "passwordinput", "nopassword", "mysecretpassword", "somepassword",
  "secret", "secrets", "mysecret", "secretkey", "mysecretkey", "supersecret", "topsecret", "clientsecret", "appsecret", "secretvalue", "somesecret", "token", "tokens", "mytoken", "accesstoken", "authtoken",
  "sometoken", "bearer", "key", "mykey", "apikey", "myapikey", "accesskey", "privatekey", "publickey", "credential", "credentials", "creds", "auth", "login", "user", "username", "email", "name", "value", "hidden", "text", "input",
  "contrasena", "senha", "kennwort", "motdepasse", "parola", "wachtwoord", "haslo", "hunter2",
]);

const SECRET_WORDS: ReadonlySet<string> = new Set(["password", "passwd", "passphrase", "pass", "pwd", "pw", "secret", "token", "apikey", "credential", "credentials"]);

const WEAK: ReadonlySet<string> = new Set([
  "admin", "administrator", "root", "toor", "guest", "test", "tester", "testing", "test123", "test1234", "testpass", "testpassword", "testtest", "demo", "changeit", "postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb",
  "redis", "rabbitmq", "oracle", "sa", "minioadmin", "minio", "elastic", "kibana", "grafana", "jenkins", "tomcat", "nexus", "sonar", "vagrant", "docker", "ubuntu", "pi", "raspberry", "android", "django", "wordpress", "drupal", "airflow", "keycloak", "neo4j", "influxdb",
  "p@ssw0rd", "p4ssw0rd", "p@ssword", "passw0rd", "pa$$w0rd", "pa55w0rd", "password1", "password12", "password123", "password1234", "pass123", "pass1234", "secret123", "s3cr3t", "s3cret", "admin123", "admin1234", "root123", "letmein", "welcome", "welcome1", "qwerty", "qwerty123",
  "abc123", "abcd1234", "iloveyou", "monkey", "dragon", "master", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0000", "1111", "111111", "000000", "123123", "654321", "secret1", "mypass", "foo", "bar", "baz", "foobar", "hello", "world", "helloworld", "string", "temp", "temporary", "dev", "development", "local", "localhost",
]);

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function isHex(text: string): boolean {
  return /^(?:0x)?[0-9a-f]+$/.test(text) || /^(?:0x)?[0-9A-F]+$/.test(text);
}

/** `oplog_reader_password`: words, one of which is that for a secret. */
function namesSecret(value: string): boolean {
  if (/^(?:key|token|secret|jwt|api[-_]?key)[-_]?(?:\d{1,4}|abc\d{0,4})$/i.test(value)) return true;
  return /^[A-Za-z]+(?:[_.-][A-Za-z]+)+$/.test(value) && words(value).some((word) => SECRET_WORDS.has(word)) && (isOrdinary(value) || value === value.toLowerCase());
}

/** Base64 of readable text: what it says is judged, not how it looks. */
function isEncodedWords(value: string): boolean {
  if (value.length < 12 || !isReadable(decodeBase64Start(value.slice(0, 12)))) return false;
  const data = decodeBase64(value);
  if (data === undefined || !isReadable(data)) return false;
  const text = latin1(data);
  return /^[[{]/.test(text) || isOrdinary(text);
}

/** Printable ASCII, tabs and line ends alone. */
function isReadable(data: Uint8Array | undefined): boolean {
  return data !== undefined && data.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13);
}

/** A bracket in a password is no call: the name before it must be one, or the bracket must close. */
function isCode(value: string): boolean {
  if (CLOSING.test(value)) return true;
  const call = CALL.exec(value);
  if (call !== null) return /[()]$/.test(value) || ((call[1]).length >= 8 && isOrdinary(call[1]));
  if (UNFINISHED.test(value) || KEYWORD_ARGUMENT.test(value)) return true;
  return ARROW.test(value) || (MEMBER.test(value) && (!/\d/.test(value) || isOrdinary(value)));
}

/** Upper-case words joined by underscores; a licence key in groups holds more digits. */
function isConstant(value: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && (value.match(/\d/g)?.length ?? 0) < value.length * 0.15;
}

const KEY_TO_SOMETHING = /secret|token|passw|pwd|cred|bearer|(?:api|access|app|application|auth|account|service|subscription|licen[sc]e|storage|private|integration|signing|encryption|master)[_.-]?key/i;

/** `api_key: <UUID>` in a file of settings is a key more often than an identifier; in code and tests it is not. */
function isKeyOfConfiguration({ name, input }: Subject): boolean {
  return fileClass(input.path) === "config" && !isTestPlace(input.path) && /secret|passw|api[_.-]?key|access[_.-]?key|api[_.-]?token/i.test(name);
}

function isIdentifier(subject: Subject): boolean {
  return subject.isChosen ? subject.isCatchAll && fileClass(subject.input.path) === "code" : !isKeyOfConfiguration(subject);
}

export const VALUE_FILTERS: readonly Filter[] = [
  { name: "literal", judges: SHAPELESS, effect: "reject", description: "null, true, none and other literals of absence", test: ({ value }) => value.length < 10 && LITERAL.test(value) },
  { name: "mask", judges: EVERY, effect: "reject", description: "xxxxx, *** or ... where the value should be", test: ({ body }) => body.length <= LONGEST_PLACEHOLDER && !body.includes("-----") && MASK.test(body) },
  { name: "repeated", judges: EVERY, effect: "reject", description: "few different characters, a long run of one, or one block repeated", test: ({ body }) => isRepetitive(body) },
  { name: "sequence", judges: EVERY, effect: "reject", description: "counting, the alphabet, a row of the keyboard or a hex word", test: ({ body }) => isSequential(body) },
  { name: "encrypted", judges: SHAPELESS, effect: "reject", description: "ciphertext kept on purpose: ENC[...], {cipher}, Ansible Vault, KMS", test: ({ value }) => ENCRYPTED.test(value) },
  { name: "password-hash", judges: SHAPELESS, effect: "reject", description: "a hash of a password, not the password: $2b$, $6$, argon2, {SSHA}", test: ({ value }) => PASSWORD_HASH.test(value) },
  { name: "digest", judges: RANDOM, effect: "reject", description: "names its hash function: sha256-..., md5:...", test: ({ value }) => DIGEST_LABEL.test(value) },
  { name: "template", judges: SHAPELESS, effect: "reject", description: "a template that something else fills: ${...}, {{...}}, <%...%>, %s", test: ({ value }) => TEMPLATE.test(value) },
  { name: "bracketed", judges: SHAPELESS, effect: "reject", description: "stands in brackets or percent signs: <token>, [password], %PASSWORD%", test: ({ value }) => BRACKETED.test(value) },
  { name: "reference", judges: SHAPELESS, effect: "reject", description: "points to a variable or a secret store: $NAME, process.env, vault:, arn:, op://", test: ({ value }) => REFERENCE.test(value) },
  { name: "url", judges: SHAPELESS, effect: "reject", description: "an address; credentials in addresses have rules of their own", test: ({ value }) => URL.test(value) },
  { name: "file-name", judges: SHAPELESS, effect: "reject", description: "a file name", test: ({ value }) => FILE_NAME.test(value) },
  { name: "path", judges: SHAPELESS, effect: "reject", description: "a path of a file or folder", test: ({ value }) => PATH.test(value) && (isOrdinary(value) || /^[a-z/_.-]+$/.test(value)) },
  { name: "host", judges: SHAPELESS, effect: "reject", description: "a host name", test: ({ value }) => HOST.test(value) },
  { name: "e-mail", judges: RANDOM, effect: "reject", description: "an e-mail address", test: ({ value }) => EMAIL.test(value) },
  { name: "option", judges: SHAPELESS, effect: "reject", description: "an option of a command line: --password", test: ({ value }) => OPTION.test(value) && isOrdinary(value) },
  { name: "expression", judges: SHAPELESS, effect: "reject", description: "a regular expression or a format that describes values", test: ({ value }) => EXPRESSION.test(value) },
  { name: "type-name", judges: SHAPELESS, effect: "reject", description: "a type or a validation rule: string, varchar(255), required|min:8", test: ({ value }) => TYPE_NAME.test(value) },
  { name: "code", judges: SHAPELESS, effect: "reject", description: "a call, a member or another expression of code", test: ({ value }) => isCode(value) },
  { name: "example", judges: EVERY, effect: "reject", description: "says that it is an example: EXAMPLE, your-token, changeme, placeholder", test: ({ body }) => body.includes("EXAMPLE") || (body.length <= LONGEST_PLACEHOLDER && EXAMPLE.test(body)) },
  { name: "constant", judges: SHAPELESS, effect: "reject", description: "the name of a constant: KAFKA_SASL_CONFIG", test: ({ value }) => isConstant(value) },
  { name: "setting-name", judges: SHAPELESS, effect: "reject", description: "the name of a setting, in camel case or with dots", test: ({ value }) => SETTING_NAME.test(value) },
  { name: "public-data", judges: SHAPELESS, effect: "reject", description: "a public key, a certificate, an image, a font, an archive", test: ({ value }) => PUBLIC_DATA.test(value) || PUBLIC_NKEY.test(value) },
  { name: "number", judges: RANDOM, effect: "reject", description: "digits alone", test: ({ value }) => /^[\d._:+-]+$/.test(value) },
  { name: "date", judges: SHAPELESS, effect: "reject", description: "a date, or a small number in hex", test: ({ value }) => DATE.test(value) || HEX_NUMBER.test(value) },
  { name: "chain-address", judges: SHAPELESS, effect: "reject", description: "the address of an account or a contract on a chain, which is public", test: ({ value }) => /^0x[0-9a-f]{40}$/i.test(value) },
  { name: "foreign-text", judges: SHAPELESS, effect: "reject", description: "text in letters beyond ASCII, as in translations", test: ({ value }) => NON_ASCII.test(value) && !/\d/.test(value) },
  { name: "example-word", judges: SHAPELESS, effect: "reject", description: "holds a word of placeholders, split at case and separators: dummy, insert, foo, your", test: ({ value }) => value.length <= 80 && words(value).some((word) => EXAMPLE_WORDS.has(word) && (word.length > 3 || isOrdinary(value))) },
  { name: "word-for-secret", judges: SHAPELESS, effect: "reject", description: "the word for the thing: password, token, my-secret", test: ({ value }) => (value.length < 24 && WORD_FOR_SECRET.has(letters(value))) || namesSecret(value) },
  { name: "uuid-key", judges: RANDOM, effect: "reject", description: "a UUID under a name that says key and no more: of a cache, a row, a partition", test: ({ isCatchAll, value, name }) => isCatchAll && UUID.test(value) && !KEY_TO_SOMETHING.test(name) },
  { name: "uuid", judges: SHAPELESS, effect: "doubt", description: "a UUID under a general name: most of them are identifiers", test: (subject) => UUID.test(subject.value) && isIdentifier(subject) },
  { name: "version", judges: SHAPELESS, effect: "reject", description: "a version, or a range of them", test: ({ value }) => /^[\^~<>=v ]{0,3}\d{1,5}\.\d{1,5}(?:\.\d{1,6})?(?:[-+.][0-9a-z.+-]{1,24})?$/i.test(value) && value.length < 32 },
  { name: "weak", judges: CHOSEN, effect: "doubt", description: "a well-known default or test password", test: ({ value }) => value.length < 24 && (WEAK.has(value.toLowerCase()) || /^(?:\d{1,6}|(?:%[0-9a-f]{2}|.){1,3})$/i.test(value)) },
  { name: "word", judges: RANDOM, effect: "reject", description: "words, an identifier or a name rather than a random draw", test: ({ isShapeless, body }) => !isHex(body) && !UUID.test(body) && (isShapeless ? isOrdinary(body) : isSurelyOrdinary(body)) },
  { name: "encoded-words", judges: SHAPELESS, effect: "reject", description: "base64 of readable text or JSON", test: ({ isCatchAll, isChosen, value }) => (isCatchAll || !isChosen) && isEncodedWords(value) },
  { name: "published", judges: EVERY, effect: "reject", description: "an example that a provider or a standard publishes", test: ({ value }) => isPublished(value) },
];
