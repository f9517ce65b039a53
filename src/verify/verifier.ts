/**
 * From findings to verdicts. Nothing is sent that offline proof can answer, each distinct value is asked about once, and a
 * value that two providers' rules claim is sent to neither. Of an answer only the verdict is kept.
 */
import type { EgressRow, Recipe, Rule, Verdict } from "../model.js";
import { HttpFailure, type HttpReply, type HttpRequest, type HttpTrouble } from "../adapters/http.js";
import { canary } from "./canary.js";
import { HOST_OF_CONTENT, type AllowedHost, type Endpoint } from "./host.js";
import { judgeReply, type Judged } from "./judge.js";
import { issuerOf, Issuers, type Issuer } from "./issuer.js";
import { expiry } from "./jwt.js";
import { mutated } from "./mutate.js";
import { prepare, sends } from "./request.js";
import { PACE, Schedule, SYSTEM_CLOCK, type Clock, type Pace, type Question, type Tried } from "./schedule.js";
import type { Values } from "./template.js";

/** One credential, as a finding has it. */
export interface Subject {
  readonly rule: Rule;
  readonly secret: string;
  readonly parts: Readonly<Record<string, string>>;
}

export interface VerifyOptions {
  /** The recipe for a rule, if it has one. */
  readonly recipeOf: (rule: Rule) => Recipe | undefined;
  readonly send: (request: HttpRequest) => Promise<HttpReply>;
  readonly endpoints: readonly Endpoint[];
  readonly allowed: readonly AllowedHost[];
  /** Also recipes that change something at the provider. */
  readonly sideEffects: boolean;
  /** Every live answer is tried with a made-up value. */
  readonly control: boolean;
  readonly clock?: Clock;
  readonly pace?: Pace;
}

/** Subjects that one request answers for. */
interface Case {
  readonly recipe: Recipe;
  readonly values: Values;
  readonly subjects: number[];
}

/** How a verdict begins where nothing was sent. */
const NOT_ASKED = "not asked: ";

const UNCHECKED: Verdict = { state: "unchecked" };

/** Subjects that are one token of an issuer. */
interface Token {
  readonly value: string;
  readonly issuer: Issuer | { readonly why: string };
  readonly subjects: number[];
}

export class Verifier {
  private readonly clock: Clock;
  private readonly issuers: Issuers;

  constructor(private readonly options: VerifyOptions) {
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.issuers = new Issuers(options.send, options.allowed);
  }

  /** Is there a way to tell whether it works? */
  knows({ rule, secret }: Subject): boolean {
    return this.options.recipeOf(rule) !== undefined || issuerOf(secret, this.options.allowed) !== undefined;
  }

  /** One verdict for each subject, in their order; `unchecked` where there is no recipe. */
  async verify(subjects: readonly Subject[]): Promise<Verdict[]> {
    const verdicts: Verdict[] = subjects.map(() => UNCHECKED);
    const questions: Question<Judged>[] = [];
    for (const one of this.cases(subjects)) {
      const settle = (verdict: Verdict): void => one.subjects.forEach((i) => (verdicts[i] = verdict));
      const offline = this.offline(one) ?? this.clash(one, subjects);
      if (offline !== undefined) settle(offline);
      else questions.push(...(await this.question(one, settle)));
    }
    for (const token of this.tokens(subjects)) {
      questions.push(...this.tokenQuestion(token, (verdict) => token.subjects.forEach((i) => (verdicts[i] = verdict))));
    }
    await new Schedule<Judged>(this.clock, this.options.pace ?? PACE).run(questions);
    return verdicts;
  }

  /** What {@link verify} would send where, without sending it. */
  async plan(subjects: readonly Subject[]): Promise<EgressRow[]> {
    const rows = new Map<string, EgressRow>();
    for (const { recipe, values, subjects: of } of this.cases(subjects)) {
      if (this.offline({ recipe, values, subjects: of }) !== undefined || this.clash({ recipe, values, subjects: of }, subjects) !== undefined) continue;
      const prepared = await prepare(recipe, values, this.options, this.clock.now());
      if ("why" in prepared) continue;
      const { protocol, host } = prepared.request.url;
      const key = JSON.stringify([recipe.provider, recipe.rules[0], protocol, host]);
      const path = recipe.request.url.replace(/^https:\/\/[^/]+/, "");
      const row = rows.get(key) ?? { provider: recipe.provider, method: recipe.request.method, host: protocol === "http:" ? `http://${host}` : host, path, sends: sends(recipe), values: 0, effect: recipe.effect };
      rows.set(key, { ...row, values: row.values + 1 });
    }
    for (const token of this.tokens(subjects)) {
      if ("why" in token.issuer || expiry(token.value, this.clock.now()) !== undefined) continue;
      const { host, pathname } = token.issuer.discovery;
      const row = rows.get(token.issuer.name) ?? { provider: "issuer", method: "GET", host, path: pathname, sends: ["nothing of the token: its issuer's public keys are asked for"], values: 0 };
      rows.set(token.issuer.name, { ...row, values: row.values + 1 });
    }
    return [...rows.values()].sort((a, b) => compare(a.host, b.host) || compare(a.path, b.path));
  }

  private cases(subjects: readonly Subject[]): Case[] {
    const cases = new Map<string, Case>();
    subjects.forEach(({ rule, secret, parts }, i) => {
      const recipe = this.options.recipeOf(rule);
      if (recipe === undefined) return;
      const values = new Map([...Object.entries(parts), ["secret", secret]]);
      const key = JSON.stringify([recipe.rules[0], [...values].sort(([a], [b]) => compare(a, b))]);
      const same = cases.get(key);
      if (same === undefined) cases.set(key, { recipe, values, subjects: [i] });
      else same.subjects.push(i);
    });
    return [...cases.values()];
  }

  /** Tokens of issuers for which there is no recipe. */
  private tokens(subjects: readonly Subject[]): Token[] {
    const tokens = new Map<string, Token>();
    subjects.forEach(({ rule, secret }, i) => {
      const issuer = this.options.recipeOf(rule) === undefined ? issuerOf(secret, this.options.allowed) : undefined;
      if (issuer === undefined) return;
      const token = tokens.get(secret) ?? { value: secret, issuer, subjects: [] };
      token.subjects.push(i);
      tokens.set(secret, token);
    });
    return [...tokens.values()];
  }

  private tokenQuestion({ value, issuer }: Token, settle: (verdict: Verdict) => void): Question<Judged>[] {
    const expired = expiry(value, this.clock.now());
    if (expired !== undefined) settle({ state: "dead", why: expired });
    else if ("why" in issuer) settle({ state: issuer.why === HOST_OF_CONTENT ? "unknown" : "unchecked", why: `${NOT_ASKED}${issuer.why}` });
    else {
      const { host } = issuer.discovery;
      return [{ host, ask: (turn) => this.issuers.check(value, issuer, this.clock.now(), turn), settle: (answer, why) => settle(this.answered(answer, why, host)) }];
    }
    return [];
  }

  private answered(answer: Judged | undefined, why: string, host: string): Verdict {
    const asked = answer?.why?.startsWith(NOT_ASKED) === true ? {} : { host, checkedAt: new Date(this.clock.now()).toISOString() };
    return { ...(answer ?? { state: "unknown" as const, why }), ...asked };
  }

  /** What needs no question. */
  private offline({ recipe, values }: Case): Verdict | undefined {
    const lure = canary(values.values());
    if (lure !== undefined) return { state: "unknown", why: lure };
    const expired = expiry(values.get("secret") ?? "", this.clock.now());
    if (expired !== undefined) return { state: "dead", why: expired };
    if (recipe.effect !== undefined && !this.options.sideEffects) return { state: "unknown", why: `${NOT_ASKED}asking ${recipe.effect} (--side-effects)` };
    return undefined;
  }

  /** Two providers' rules claim the value: the one that it does not belong to must not learn it. */
  private clash({ recipe, values }: Case, subjects: readonly Subject[]): Verdict | undefined {
    const secret = values.get("secret");
    const rival = subjects.find((one) => one.secret === secret && (this.options.recipeOf(one.rule)?.provider ?? recipe.provider) !== recipe.provider);
    if (rival === undefined) return undefined;
    return { state: "unknown", why: `${NOT_ASKED}it may be of ${[recipe.provider, this.options.recipeOf(rival.rule)?.provider ?? ""].sort(compare).join(" or of ")}; --only chooses` };
  }

  private async question({ recipe, values }: Case, settle: (verdict: Verdict) => void): Promise<Question<Judged>[]> {
    const prepared = await prepare(recipe, values, this.options, this.clock.now());
    if ("why" in prepared) {
      settle({ state: "unknown", why: `${NOT_ASKED}${prepared.why}` });
      return [];
    }
    const { host } = prepared.request.url;
    return [{
      host,
      ask: (turn) => this.ask(recipe, values, turn),
      settle: (answer, why) => settle(this.answered(answer, why, host)),
    }];
  }

  /** Prepared anew for each try: a signature holds the time. */
  private async ask(recipe: Recipe, values: Values, turn: () => Promise<boolean>): Promise<Tried<Judged>> {
    const tried = await this.once(recipe, values);
    if (tried.again !== undefined || tried.answer.state !== "live" || !(recipe.control || this.options.control)) return tried;
    if (!(await turn())) return { answer: { state: "unknown", why: "accepted, but there was no time to try a made-up value" } };
    const control = await this.once(recipe, new Map([...values, ["secret", mutated(values.get("secret") ?? "")]]));
    if (control.again !== undefined) return control;
    return control.answer.state === "live" ? { answer: { state: "unknown", why: "a made-up value is accepted as well" } } : tried;
  }

  /** A host that does not know a credential of another installation refuses it as a dead one. */
  private here(recipe: Recipe, judged: Judged, status: number): Judged {
    if (judged.state !== "dead" || status < 400 || recipe.elsewhere !== true || this.options.endpoints.some(({ provider }) => provider === recipe.provider)) return judged;
    return { state: "unknown", why: `${judged.why ?? "refused"}; an installation of your own may know it: --endpoint ${recipe.provider}=https://...` };
  }

  private async once(recipe: Recipe, values: Values): Promise<Tried<Judged>> {
    const prepared = await prepare(recipe, values, this.options, this.clock.now());
    if ("why" in prepared) return { answer: { state: "unknown", why: `${NOT_ASKED}${prepared.why}` } };
    try {
      const reply = await this.options.send(prepared.request);
      const judged = this.here(recipe, judgeReply(recipe, reply), reply.status);
      if (judged.state === "unknown" && (reply.status === 429 || reply.status >= 500)) return { again: judged.why ?? "", wait: retryAfter(reply, this.clock.now()) };
      return { answer: reply.byProxy ? { ...judged, why: `${judged.why ?? ""}, resolved by proxy` } : judged };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (AGAIN.has(error.trouble)) return { again: error.message };
      return { answer: { state: "unknown", why: UNSENT.has(error.trouble) ? `${NOT_ASKED}${error.message}` : error.message } };
    }
  }
}

/** Troubles that may pass, and those before anything is sent. */
const AGAIN: ReadonlySet<HttpTrouble> = new Set(["timeout", "connection", "dns"]);
const UNSENT: ReadonlySet<HttpTrouble> = new Set(["private-address", "proxy", "value", "debug"]);

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds from now. */
function retryAfter({ headers }: HttpReply, now: number): number | undefined {
  const text = headers["retry-after"] ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

