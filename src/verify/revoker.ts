/**
 * Revoking a credential at its provider: a request, sent once, after what it must know was asked. What is not known to be
 * done is told as not done.
 */
import type { PriorRequest, Recipe, RecipeRequest, Revocation, Rule } from "../model.js";
import { HttpFailure, type HttpReply, type HttpRequest } from "../adapters/http.js";
import { canary } from "./canary.js";
import { judgeReply } from "./judge.js";
import { learned } from "./learn.js";
import { needs, prepare, sends, withTaken, type Prepared, type Settings } from "./request.js";
import type { Clock } from "./schedule.js";
import type { Values } from "./template.js";
import type { Subject } from "./way.js";

export interface RevokeOptions extends Settings {
  readonly revocationOf: (rule: Rule) => Revocation | undefined;
  readonly send: (request: HttpRequest) => Promise<HttpReply>;
  readonly clock: Pick<Clock, "now">;
}

/** A request in words and numbers that hold no value. */
export interface RequestInWords {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly sends: readonly string[];
}

/** What would be done. */
export interface RevocationStep extends RequestInWords {
  readonly provider: string;
  /** Asked before it. */
  readonly first: readonly (RequestInWords & { readonly learns: readonly string[]; readonly changes?: string | undefined })[];
  readonly does: string;
  readonly undo?: string | undefined;
}

export type Revoked = { readonly done: true } | { readonly done: false; readonly why: string };

export class Revoker {
  constructor(private readonly options: RevokeOptions) {}

  /** What {@link revoke} would do, why it cannot, or undefined where the provider has no way. */
  async plan(subject: Subject): Promise<RevocationStep | { readonly why: string } | undefined> {
    const revocation = this.options.revocationOf(subject.rule);
    if (revocation === undefined) return undefined;
    const values = valuesOf(subject);
    const lure = canary(values.values());
    if (lure !== undefined) return { why: lure };
    const first: RevocationStep["first"][number][] = [];
    for (const { request, learns, changes } of revocation.first) {
      const words = await this.inWords(revocation, request, values);
      if ("why" in words) return words;
      first.push({ ...words, learns: Object.keys(learns), changes });
      // It is not known yet, and stands in no words.
      for (const name of Object.keys(learns)) values.set(name, "0");
    }
    const words = await this.inWords(revocation, revocation.request, values);
    const { provider, does, undo } = revocation;
    return "why" in words ? words : { provider, ...words, first, does, undo };
  }

  async revoke(subject: Subject): Promise<Revoked> {
    const revocation = this.options.revocationOf(subject.rule);
    if (revocation === undefined) return { done: false, why: "tokscan knows no way" };
    const values = valuesOf(subject);
    const lure = canary(values.values());
    if (lure !== undefined) return { done: false, why: lure };
    try {
      for (const prior of revocation.first) {
        const more = await this.ask(revocation, prior, values);
        if (typeof more === "string") return { done: false, why: more };
        for (const [name, value] of more) values.set(name, value);
      }
      const prepared = await this.prepared(revocation, revocation.request, values);
      if ("why" in prepared) return { done: false, why: prepared.why };
      const { state, why } = judgeReply(asRecipe(revocation, revocation.request), await this.options.send(prepared.request));
      return state === "dead" ? { done: true } : { done: false, why: why ?? "no answer that says so" };
    } catch (error) {
      // It may have been done all the same; asking afterwards tells.
      if (error instanceof HttpFailure) return { done: false, why: error.message };
      throw error;
    }
  }

  /** What the answer says, or why it says nothing. @throws HttpFailure */
  private async ask(revocation: Revocation, prior: PriorRequest, values: Values): Promise<Values | string> {
    const prepared = await this.prepared(revocation, prior.request, values);
    return "why" in prepared ? prepared.why : learned(prior, await this.options.send(prepared.request), withTaken(prior.request, values));
  }

  private async inWords(revocation: Revocation, request: RecipeRequest, values: Values): Promise<RequestInWords | { readonly why: string }> {
    const prepared = await this.prepared(revocation, request, values);
    if ("why" in prepared) return prepared;
    const { protocol, host } = prepared.request.url;
    return { method: request.method, host: protocol === "http:" ? `http://${host}` : host, path: request.url.replace(/^https:\/\/[^/]+/, ""), sends: sends(asRecipe(revocation, request)) };
  }

  private prepared(revocation: Revocation, request: RecipeRequest, values: Values): Promise<Prepared> {
    return prepare(asRecipe(revocation, request), values, this.options, this.options.clock.now());
  }
}

function valuesOf({ secret, parts }: Subject): Map<string, string> {
  return new Map([...Object.entries(parts), ["secret", secret]]);
}

function asRecipe({ rules, provider, done }: Revocation, request: RecipeRequest): Recipe {
  return { rules, provider, request, replies: done, control: false };
}

/** Every name that the revocation takes a value from and does not learn itself. */
export function revocationNeeds(revocation: Revocation): string[] {
  const learns = revocation.first.flatMap((prior) => Object.keys(prior.learns));
  const requests = [...revocation.first.map(({ request }) => request), revocation.request];
  return [...new Set(requests.flatMap((request) => needs(asRecipe(revocation, request))))].filter((name) => !learns.includes(name));
}
