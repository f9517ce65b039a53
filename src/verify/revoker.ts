/** Revoking a credential at its provider: one request, sent once. What is not known to be done is told as not done. */
import type { Recipe, Revocation, Rule } from "../model.js";
import { HttpFailure, type HttpReply, type HttpRequest } from "../adapters/http.js";
import { canary } from "./canary.js";
import { judgeReply } from "./judge.js";
import { prepare, sends, type Settings } from "./request.js";
import type { Clock } from "./schedule.js";
import type { Subject } from "./way.js";

export interface RevokeOptions extends Settings {
  readonly revocationOf: (rule: Rule) => Revocation | undefined;
  readonly send: (request: HttpRequest) => Promise<HttpReply>;
  readonly clock: Pick<Clock, "now">;
}

/** What would be done, in words and numbers that hold no value. */
export interface RevocationStep {
  readonly provider: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly sends: readonly string[];
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
    const prepared = await this.prepared(revocation, subject);
    if ("why" in prepared) return prepared;
    const { protocol, host } = prepared.request.url;
    const { provider, request, does, undo } = revocation;
    return { provider, method: request.method, host: protocol === "http:" ? `http://${host}` : host, path: request.url.replace(/^https:\/\/[^/]+/, ""), sends: sends(asRecipe(revocation)), does, undo };
  }

  async revoke(subject: Subject): Promise<Revoked> {
    const revocation = this.options.revocationOf(subject.rule);
    if (revocation === undefined) return { done: false, why: "tokscan knows no way" };
    const prepared = await this.prepared(revocation, subject);
    if ("why" in prepared) return { done: false, why: prepared.why };
    try {
      const { state, why } = judgeReply(asRecipe(revocation), await this.options.send(prepared.request));
      return state === "dead" ? { done: true } : { done: false, why: why ?? "no answer that says so" };
    } catch (error) {
      // It may have been done all the same; asking afterwards tells.
      if (error instanceof HttpFailure) return { done: false, why: error.message };
      throw error;
    }
  }

  private async prepared(revocation: Revocation, { secret, parts }: Subject): Promise<{ readonly request: HttpRequest } | { readonly why: string }> {
    const values = new Map([...Object.entries(parts), ["secret", secret]]);
    const lure = canary(values.values());
    if (lure !== undefined) return { why: lure };
    return prepare(asRecipe(revocation), values, this.options, this.options.clock.now());
  }
}

function asRecipe({ rules, provider, request, done }: Revocation): Recipe {
  return { rules, provider, request, replies: done, control: false };
}
