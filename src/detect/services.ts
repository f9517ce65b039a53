/**
 * Whose is it? The general rules find a value and the filters judge it; this names the service it belongs to, by what
 * stands around it, strongest first:
 *
 * | by | where | example |
 * | --- | --- | --- |
 * | `header` | the value's name is a header of the service | `X-Subscription-Token: ...` |
 * | `name` | a word of the value's name | `ACME_API_KEY=...`, `acme.secret`, `acmeToken` |
 * | `host` | a host on its line | `https://api.acme.com/v1?key=...` |
 * | `line` | a word before it on its line | `new Acme("...")`, `acme login --token ...` |
 * | `section` | the parent, section or comment it stands under | `acme:`, `[acme]`, `# Acme` |
 * | `nearby` | a host in the lines around it | |
 * | `file` | the file's or its folder's name | `config/acme.yml` |
 *
 * Spellings that are ordinary words (`float`, `close`) count only in a name, and only where they begin it and nothing but
 * words for a key follows. The work is a few dozen look-ups for each value that was judged a credential, none for text.
 */
import { CHOICE, TRAIT, type CompiledPack, type Confidence, type Naming, type ServiceSpec } from "../model.js";
import { words } from "./language.js";
import { isTestPlace } from "./places.js";
import type { JudgeInput } from "./subject.js";
import { numbered } from "./traits.js";

/** Words that follow a service's name where the whole means its key. */
const CREDENTIAL = /^(?:api|app|auth|access|client|secret|private|public|personal|account|service|bot|user|rest|write|read|server|admin|integration|webhook|signing|master|subscription|license|bearer|oauth2?|v\d|key|keys|apikey|apikeys|token|tokens|apitoken|accesstoken|authtoken|secretkey|accesskey|secrets?|password|passwd|pwd|pass|credentials?|pat|jwt|auth)$/;
/** Of those, the words that alone say it is a credential. */
const TELLING = /^(?:keys?|apikeys?|tokens?|apitoken|accesstoken|authtoken|secretkey|accesskey|secrets?|password|passwd|pwd|pass|credentials?|pat|bearer)$/;
/** Of a key so common that an ordinary word before it says nothing: `column_key`, `close_key`. */
const BARE = /^keys?$/;
/** Words before a service's name that say nothing. */
const NEUTRAL = /^(?:my|our|the|prod|production|dev|development|test|testing|staging|stage|live|sandbox|demo|default|next|nuxt|expo|react|app|vite|gatsby|public|config|configs|settings|options|env|environ|process|os|secrets?|credentials?|x|self|this|const|let|var|static|final|export|set|new|arg|string|define|tf|ci|local|global|private|vars?|params?|props|spring|services?|api|providers?|integrations?|\d+)$/;
/** Words behind a key that do not change what it is. */
const AFTER = /^(?:prod|production|dev|development|test|testing|staging|stage|live|sandbox|default|value|val|v?\d+|primary|secondary|main|old|new|global)$/;

/** Files that have the name of the tool that reads them and hold what others gave out; so have its folders, which begin with a dot. */
const CARRIER = /^(?:docker-compose|\.gitlab-ci|\.travis|\.drone|azure-pipelines|bitbucket-pipelines|netlify|vercel|railway|render|fly|wrangler|heroku)\b|\.postman_/i;

const JOINED = /^(.{3,}?)(?:api|app|auth|access|client|secret|private)?(?:apikey|key|token|secret|password|passwd|pwd|pass)s?$/;
/** Words of a name that are put together to a spelling, at most: `open cage data`. */
const MOST_WORDS = 5;
const LEAD = 200;
const LINES_NEARBY = 6;

const IDENTIFIERS = /[A-Za-z0-9][\w.-]*(?: [A-Z][\w.-]*)*/g;
/** The parent on the value's own line: `"acme": {"key": `, `acme(token=`. */
const OPENER = /([\w-]+)["'\])]{0,2}\s{0,4}(?::|=|=>)?\s{0,4}[{(]\s{0,4}["']?[\w-]+["']?\s{0,4}[:=]{1,2}>?\s{0,4}["'`]?$/;
const HOSTS = /[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+/gi;

interface Spelled {
  readonly rule: number;
  readonly ordinary: boolean;
}

interface Found {
  readonly rule: number;
  readonly spelling: string;
  readonly joined: boolean;
}

export class Services {
  private readonly spellings = new Map<string, Spelled>();
  private readonly hosts = new Map<string, number>();
  private readonly headers = new Map<string, number>();

  /** Services of `pack` that are `enabled`. */
  constructor(pack: Pick<CompiledPack, "rules" | "traits">, enabled: Uint8Array) {
    for (const i of numbered(pack, TRAIT.service)) {
      const { service } = pack.rules.at(i).rule;
      if (service !== undefined && enabled[i] === CHOICE.on) this.add(service, i);
    }
  }

  /** The first service of the table keeps a spelling that two have. */
  private add({ names, ordinary, hosts, headers }: ServiceSpec, rule: number): void {
    for (const name of names) put(this.spellings, name, { rule, ordinary: false });
    for (const name of ordinary) put(this.spellings, name, { rule, ordinary: true });
    for (const host of hosts) put(this.hosts, host, rule);
    for (const header of headers) put(this.headers, header, rule);
  }

  /** The service that is named beside a value; undefined where none is. */
  name(input: JudgeInput): Naming | undefined {
    const place = placeOf(input);
    return this.onLine(place) ?? this.around(place, input);
  }

  /** As {@link name}, by the value's own line alone. */
  nameOnLine(input: JudgeInput): Naming | undefined {
    return this.onLine(placeOf(input));
  }

  private onLine(place: Place): Naming | undefined {
    const { names } = place;
    for (const name of names.slice(-2)) {
      const header = this.headers.get(plain(name.slice(name.lastIndexOf(" ") + 1)));
      if (header !== undefined) return { rule: header, by: "header", spelling: name, joined: true };
    }
    const own = names.at(-1);
    const named = own === undefined ? undefined : this.inName(own);
    if (named) return { ...named, by: "name" };
    const host = this.inHosts(place.line);
    if (host) return { ...host, by: "host" };
    for (const name of names.slice(0, -1).reverse()) {
      const found = this.inName(name, false);
      if (found) return { ...found, by: "line" };
    }
    return undefined;
  }

  private around(place: Place, { before, after, path }: JudgeInput): Naming | undefined {
    const opener = OPENER.exec(place.lead)?.[1];
    const own = words(place.names.at(-1) ?? "");
    const above = opener === undefined ? undefined : this.inParent(opener, own);
    if (above) return { ...above, by: "section" };
    for (const { text, parent } of sections(before, place.line)) {
      const found = (parent ? this.inParent(text, own) : undefined) ?? this.inText(text);
      if (found) return { ...found, by: "section" };
    }
    const near = this.inHosts(lastLines(before)) ?? this.inHosts(firstLines(after));
    if (near) return { ...near, by: "nearby" };
    const [file = "", folder = ""] = path.split("/").reverse();
    const named = (CARRIER.test(file) ? undefined : this.inName(file.replace(/\.\w+$/, ""), false)) ?? (folder.startsWith(".") ? undefined : this.inName(folder, false));
    return named && { ...named, by: "file" };
  }

  /** A parent that is the service's name and nothing else may be an ordinary word where the value's own name means a key and no more. */
  private inParent(text: string, own: readonly string[]): Found | undefined {
    const name = plain(text);
    const found = this.spellings.get(name);
    if (found?.ordinary && !own.every((word) => CREDENTIAL.test(word))) return undefined;
    return found && { rule: found.rule, spelling: name, joined: false };
  }

  private inText(text: string): Found | undefined {
    for (const name of text.match(IDENTIFIERS) ?? []) {
      const found = this.inName(name, false);
      if (found) return found;
    }
    return undefined;
  }

  /** Of several services the longest spelling, and of such the last: `HEROKU_ACME_API_KEY` opens Acme. */
  private inName(name: string, ordinary = true): Found | undefined {
    const words = split(name);
    let best: Found | undefined;
    for (let to = words.length; to > 0; to--) {
      let joined = "";
      for (let from = to - 1; from >= 0 && from >= to - MOST_WORDS; from--) {
        joined = words[from] + joined;
        const found = this.spelled(joined, words, from, to, ordinary);
        if (found && (best === undefined || found.spelling.length > best.spelling.length)) best = found;
      }
    }
    return best;
  }

  private spelled(text: string, words: readonly string[], from: number, to: number, ordinary: boolean): Found | undefined {
    const whole = this.spellings.get(text);
    if (whole) {
      if (whole.ordinary && !(ordinary && standsAlone(words, from, to))) return undefined;
      return { rule: whole.rule, spelling: text, joined: TELLING.test(words[to] ?? "") || (CREDENTIAL.test(words[to] ?? "") && words.slice(to).some((w) => TELLING.test(w))) };
    }
    if (to - from > 1) return undefined;
    // `acmeapikey`: without separators and in one case.
    const stem = JOINED.exec(text)?.[1];
    const known = stem === undefined ? undefined : this.spellings.get(stem);
    return stem === undefined || !known || (known.ordinary && !(ordinary && isPlainKey(words, from))) ? undefined : { rule: known.rule, spelling: stem, joined: true };
  }

  private inHosts(text: string): Found | undefined {
    let found: Found | undefined;
    for (const host of text.match(HOSTS) ?? []) {
      for (let rest = host.toLowerCase(); rest.includes("."); rest = rest.slice(rest.indexOf(".") + 1)) {
        const rule = this.hosts.get(rest);
        if (rule !== undefined) {
          found = { rule, spelling: rest, joined: false };
          break;
        }
      }
    }
    return found;
  }
}

function put<V>(map: Map<string, V>, key: string, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

/** `float_api_key`, `MY_FLOAT_TOKEN_PROD`: nothing but the service and words for a key. */
function standsAlone(words: readonly string[], from: number, to: number): boolean {
  const rest = words.slice(to).filter((word) => !AFTER.test(word));
  const telling = rest.length > 1 || words[0] === "x" ? rest.some((word) => TELLING.test(word)) : rest.some((word) => TELLING.test(word) && !BARE.test(word));
  return telling && rest.every((word) => CREDENTIAL.test(word)) && words.slice(0, from).every((word) => NEUTRAL.test(word));
}

function isPlainKey(words: readonly string[], from: number): boolean {
  return words.length - from === 1 && words.slice(0, from).every((word) => NEUTRAL.test(word)) && !/[^i]keys?$/.test(words[from]);
}

interface Place {
  /** Names before the value in order: on its line, and all of those in the match. */
  readonly names: readonly string[];
  /** What stands before it on its line. */
  readonly lead: string;
  /** Its line without the value. */
  readonly line: string;
}

function placeOf({ before, match, after, value }: JudgeInput): Place {
  const at = Math.max(0, match.lastIndexOf(value));
  // What parts the value from the text before it may be the line's end.
  const lead = (match.startsWith("\n") ? match.slice(1, at) : lastLine(before) + match.slice(0, at)).slice(-LEAD);
  const tail = match.slice(at + value.length) + after.slice(0, LEAD);
  return { names: lead.match(IDENTIFIERS) ?? [], lead, line: `${lead} ${firstLine(tail)}` };
}

function split(name: string): string[] {
  return name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== "");
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}

function lastLines(text: string): string {
  return text.split("\n").slice(-LINES_NEARBY).join("\n");
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, LINES_NEARBY).join("\n");
}

/** Shorter text before a match begins with the file. */
const WHOLE = 400;
const COMMENT = /(?:^|\s)(?:#|\/\/|;|--|\/\*|<!--|\*)\s?(.*)$/;
const COMMENT_LINE = /^\s*(?:#|\/\/|;|--|\/\*|<!--|\*)/;
const HEADING = /^\s*\[{1,2}[^\]=]+\]{1,2}\s*$/;
const OPENS = /[:{([]\s*(?:[|>&].*)?$|=>?\s*[{[(]\s*$/;

interface Section {
  readonly text: string;
  /** A key, section or property, not a sentence. */
  readonly parent: boolean;
}

/** What the value stands under, nearest first: its own line's comment, comments in its block, parents, the section. */
function sections(before: string, line: string): Section[] {
  const found: Section[] = [{ text: COMMENT.exec(line)?.[1] ?? "", parent: false }];
  const lines = before.split("\n");
  let indent = indentOf(line);
  let inBlock = true;
  // The first of the lines may be cut.
  const first = before.length < WHOLE ? 0 : 1;
  for (let i = lines.length - 2; i >= first; i--) {
    const text = lines[i];
    if (text.trim() === "") {
      inBlock = false;
      continue;
    }
    if (HEADING.test(text)) {
      found.push({ text, parent: true });
      break;
    }
    if (COMMENT_LINE.test(text)) {
      if (inBlock) found.push({ text, parent: false });
      continue;
    }
    const own = indentOf(text);
    if (own < indent && OPENS.test(text.trimEnd())) {
      found.push({ text, parent: /^[\s\w"'.-]*[:{=\s]*$/.test(text) });
      indent = own;
    }
  }
  return found;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** `api` in a host or a path says nothing. */
const SPEAKS_OF_KEY = /(?:^|[^a-z./])(?:api|auth|bearer)(?![./])|key|token|secret|credential|passw/i;
/** A name, and between it and the value nothing but an operator and quotes. */
const ASSIGNED = /[\w)\]][\\"'`)\]]{0,3}\s{0,8}(?:[:=]{1,2}>?|=>|\()\s{0,8}[\\"'`]{0,2}$/;
const KEY_PARAMETER = /[?&;](?:[\w.-]*(?:key|token|secret|auth|access|passw|appid|app_id|api)[\w.-]*)=$/i;
/** Most under a general name are ids; under the name of a service's key, keys. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DIGESTS: ReadonlySet<string> = new Set(["hash", "digest", "checksum", "fingerprint", "thumbprint", "etag"]);
const LABELLED = /\b(?:h1|sha-?\d{1,3}|md5|blake\w*)["']?[:=-]\s?["']?$/i;
const DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/**
 * Of a value that no word for a key announces: how sure it is a service's key, undefined where the two only share a line.
 * Lines of digests, base64 and addresses are full of random values beside names.
 */
function besideConfidence(sure: Confidence, { by, joined }: Naming, input: JudgeInput): Confidence | undefined {
  const { lead } = placeOf(input);
  const judged = sure === "high" && !joined ? "medium" : sure;
  if (LABELLED.test(lead) || DIGESTS.has(words(lead.match(IDENTIFIERS)?.at(-1) ?? "").at(-1) ?? "")) return undefined;
  if (by === "header" || (by === "name" && joined)) return ASSIGNED.test(lead) || SPEAKS_OF_KEY.test(lead) ? judged : undefined;
  if (DIGEST.test(input.value) && !SPEAKS_OF_KEY.test(lead)) return undefined;
  if (by === "host" && KEY_PARAMETER.test(lead)) return judged;
  if (SPEAKS_OF_KEY.test(lead)) return judged;
  return by === "name" && ASSIGNED.test(lead) ? unannounced(judged, input) : undefined;
}

/** `acme = "..."`: nothing but the value itself says that it is a key. */
function unannounced(judged: Confidence, { value, path }: JudgeInput): Confidence | undefined {
  if (value.length < RANDOM || !/\d/.test(value)) return undefined;
  return value.length < SURELY_RANDOM || !/[a-z]/i.test(value) || isTestPlace(path) ? "low" : judged;
}

/** Shorter ones are ids and names too often. */
const RANDOM = 20;
const SURELY_RANDOM = 24;

/** The general rules' findings, given to the services that are named beside them. */
export class Attribution {
  private readonly any: boolean;
  private services: Services | undefined;

  /** `enabled`: one of CHOICE for each rule. */
  constructor(private readonly pack: Pick<CompiledPack, "rules" | "traits">, private readonly enabled: Uint8Array) {
    this.any = numbered(pack, TRAIT.service).some((i) => enabled[i] === CHOICE.on);
  }

  private is(rule: number, trait: number): boolean {
    return (this.pack.traits[rule] & trait) !== 0;
  }

  /** Whose a value is that rule number `rule` found and judged; undefined where nobody is named or the rule has a word of its own. */
  of(rule: number, input: JudgeInput): Naming | undefined {
    if (!this.any || !this.is(rule, TRAIT.general)) return undefined;
    this.services ??= new Services(this.pack, this.enabled);
    const naming = this.is(rule, TRAIT.finder) ? this.services.nameOnLine(input) : this.services.name(input);
    // A password is what somebody chose, and says little of the service that it stands beside.
    if (naming === undefined || input.rule.rule.kind !== "password" || this.pack.rules.at(naming.rule).rule.kind === "password") return naming;
    // It is a password's name only because the service has the word in its own.
    return naming.spelling.includes("password") ? naming : undefined;
  }

  /** True where the rule finds values for services alone and none is named beside this one. */
  isNobodys(rule: number, input: JudgeInput): boolean {
    return this.is(rule, TRAIT.finder) && this.of(rule, input) === undefined;
  }

  /** How sure a finding is that this rule made and that belongs to `naming` or to nobody; undefined where it does not count. */
  confidence(rule: number, judged: Confidence, naming: Naming | undefined, input: JudgeInput): Confidence | undefined {
    if (naming === undefined) return this.enabled[rule] === CHOICE.forServices || this.is(rule, TRAIT.finder) ? undefined : judged;
    if (judged === "low" && naming.joined && UUID.test(input.value) && !isTestPlace(input.path)) return "medium";
    return this.is(rule, TRAIT.finder) ? besideConfidence(judged, naming, input) : judged;
  }
}
