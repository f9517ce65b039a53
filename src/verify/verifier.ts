/**
 * From findings to verdicts. Nothing is sent that offline proof can answer, each distinct value is asked about once, and a
 * value that two providers' rules claim is sent to neither. Of an answer only the verdict is kept.
 */
import type { EgressRow, Recipe, Rule, Verdict } from "../model.js";
import { HttpFailure, type HttpReply, type HttpRequest, type HttpTrouble } from "../adapters/http.js";
import { canary } from "./canary.js";
import type { VerdictCache } from "./cache.js";
import { isWithoutHost, type AllowedHost, type Endpoint } from "./host.js";
import { judgeReply, type Judged } from "./judge.js";
import { issuerOf, issuerWay } from "./issuer.js";
import { expiry } from "./jwt.js";
import { mutated } from "./mutate.js";
import { prepare, sends } from "./request.js";
import { PACE, Schedule, SYSTEM_CLOCK, type Clock, type Pace, type Question, type Tried } from "./schedule.js";
import type { Values } from "./template.js";
import type { Asking, Subject, Way } from "./way.js";

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
  /** Ways for what has no recipe, the first that is one for it. */
  readonly ways?: readonly Way[];
  /** Verdicts of runs before. */
  readonly cache?: VerdictCache | undefined;
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

/** Subjects that one asking answers for. */
interface Wayed {
  readonly asking: Asking;
  readonly subjects: number[];
}

export class Verifier {
  private readonly clock: Clock;
  private readonly ways: readonly Way[];

  constructor(private readonly options: VerifyOptions) {
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.ways = [issuerWay(options.send, options.allowed, this.clock), ...(options.ways ?? [])];
  }

  /** Is there a way to tell whether it works? */
  knows(subject: Subject): boolean {
    return this.recipeOf(subject) !== undefined || this.askingOf(subject) !== undefined;
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
    for (const one of this.wayed(subjects)) questions.push(...this.wayQuestions(one.asking, subjects[one.subjects[0]].secret, (verdict) => one.subjects.forEach((i) => (verdicts[i] = verdict))));
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
    for (const { asking } of this.wayed(subjects)) {
      for (const { host, row: fresh } of "targets" in asking ? asking.targets : []) {
        const key = JSON.stringify([fresh.provider, fresh.method, host, fresh.path]);
        const row = rows.get(key) ?? { ...fresh, host, values: 0 };
        rows.set(key, { ...row, values: row.values + 1 });
      }
    }
    return [...rows.values()].sort((a, b) => compare(a.host, b.host) || compare(a.path, b.path));
  }

  private cases(subjects: readonly Subject[]): Case[] {
    const cases = new Map<string, Case>();
    subjects.forEach((subject, i) => {
      const recipe = this.recipeOf(subject);
      if (recipe === undefined) return;
      const { secret, parts } = subject;
      const values = new Map([...Object.entries(parts), ["secret", secret]]);
      const key = JSON.stringify([recipe.rules[0], [...values].sort(([a], [b]) => compare(a, b))]);
      const same = cases.get(key);
      if (same === undefined) cases.set(key, { recipe, values, subjects: [i] });
      else same.subjects.push(i);
    });
    return [...cases.values()];
  }

  /** The recipe for it; none where its host is not known and the token's issuer is. */
  private recipeOf({ rule, secret, parts }: Subject): Recipe | undefined {
    const recipe = this.options.recipeOf(rule);
    if (recipe === undefined || !isWithoutHost(recipe, parts, this.options.endpoints)) return recipe;
    const issuer = issuerOf(secret, this.options.allowed);
    return issuer !== undefined && "discovery" in issuer ? undefined : recipe;
  }

  private askingOf(subject: Subject): Asking | undefined {
    for (const way of this.ways) {
      const asking = way(subject);
      if (asking === undefined) continue;
      const lure = canary([subject.secret, ...Object.values(subject.parts)]);
      return lure === undefined ? asking : { key: asking.key, said: { state: "unknown", why: lure } };
    }
    return undefined;
  }

  private wayed(subjects: readonly Subject[]): Wayed[] {
    const wayed = new Map<string, Wayed>();
    subjects.forEach((subject, i) => {
      const asking = this.recipeOf(subject) === undefined ? this.askingOf(subject) : undefined;
      if (asking === undefined) return;
      const one = wayed.get(asking.key) ?? { asking, subjects: [] };
      one.subjects.push(i);
      wayed.set(asking.key, one);
    });
    return [...wayed.values()];
  }

  /** Several hosts may know one value: the first of them that does decides. */
  private wayQuestions(asking: Asking, secret: string, settle: (verdict: Verdict) => void): Question<Judged>[] {
    if ("said" in asking) {
      settle(asking.said);
      return [];
    }
    const kept = this.options.cache?.get(asking.key, this.clock.now());
    if (kept !== undefined) {
      settle(kept);
      return [];
    }
    const answers: Verdict[] = [];
    return asking.targets.map((target) => ({
      host: target.host,
      ask: (turn) => target.ask(turn),
      settle: (answer, why) => {
        answers.push(this.answered(answer, why, target.host));
        const verdict = answers.find(({ state }) => state === "live") ?? together(answers);
        if (answers.length === asking.targets.length) this.options.cache?.put(asking.key, verdict, [secret], this.clock.now());
        settle(verdict);
      },
    }));
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
    const key = JSON.stringify([recipe, host, [...values].sort(([a], [b]) => compare(a, b))]);
    const kept = this.options.cache?.get(key, this.clock.now());
    if (kept !== undefined) {
      settle(kept);
      return [];
    }
    return [{
      host,
      ask: (turn) => this.ask(recipe, values, turn),
      settle: (answer, why) => {
        const verdict = this.answered(answer, why, host);
        this.options.cache?.put(key, verdict, values.values(), this.clock.now());
        settle(verdict);
      },
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

/** Of several that did not say `live`: one verdict with what each said. */
function together(answers: readonly Verdict[]): Verdict {
  const [first] = answers;
  if (answers.length === 1) return first;
  const { host: _host, ...rest } = first;
  return { ...rest, state: answers.every(({ state }) => state === "dead") ? "dead" : "unknown", why: answers.map(({ host, why }) => `${host ?? ""}: ${why ?? ""}`).join("; ") };
}
