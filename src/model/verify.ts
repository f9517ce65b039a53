/** Types of verification that cross a folder; part of `model.ts`, and entered by it. */

/**
 * How a provider is asked whether a credential still works: plain data, from which the hosts, the method and what would be
 * sent can be read without running anything. Templates are texts in which `{secret}` and `{name-of-a-part}` stand for
 * captured values (`{name?}`: empty where the part was not found).
 */
export interface Recipe {
  /** Rules whose values it is for; of a user's rule, that rule. */
  readonly rules: readonly string[];
  /** What `--endpoint` calls the provider: lower-case words with hyphens. */
  readonly provider: string;
  readonly request: RecipeRequest;
  /** The first that holds decides; where none does the answer is `unknown`. */
  readonly replies: readonly RecipeReply[];
  readonly show?: RecipeShow | undefined;
  /** What asking changes at the provider, in words; such recipes run only with --side-effects. */
  readonly effect?: string | undefined;
  /** True where the provider is known to accept made-up values in silence: a live answer is tried with one. */
  readonly control: boolean;
  /** True where installations of one's own are common: a refusal by the provider's own host then says nothing. */
  readonly elsewhere?: boolean | undefined;
  /** The day on which its replies were held against their pages; ISO 8601. */
  readonly checked?: string | undefined;
}

export interface RecipeRequest {
  /** Asking takes the first three; only a revocation may change something. */
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * `https://host/path`, the path a template; `https://{host}/path` where `host` chooses it; `/path` where the provider has
   * no host of its own, so that only an --endpoint, or `named` with --allow-host, gives one.
   */
  readonly url: string;
  readonly host?: readonly HostChoice[] | undefined;
  /** A part that names the host, which is contacted only where --allow-host has it. */
  readonly named?: string | undefined;
  /** Pieces of a captured value, as values of their own. */
  readonly take?: readonly Taking[] | undefined;
  /** Templates by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly basic?: { readonly user: string; readonly password: string } | undefined;
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** JSON body; texts are templates. */
  readonly json?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
  readonly sign?: SigningScheme | undefined;
}

/** How a credential is revoked at its provider: one request, of the same kind as a recipe's, and what must be asked before it. */
export interface Revocation {
  readonly rules: readonly string[];
  readonly provider: string;
  /** In this order, each with what the ones before learned; where one fails nothing more is sent. */
  readonly first: readonly PriorRequest[];
  readonly request: RecipeRequest;
  /** Replies that say it is done. */
  readonly done: readonly RecipeReply[];
  /** What it does, as a sentence. */
  readonly does: string;
  /** How it is undone; undefined where it cannot be. */
  readonly undo?: string | undefined;
}

/** Asked before a revocation, for what its request needs: the id under which the provider knows the credential, a token to act with. */
export interface PriorRequest {
  readonly request: RecipeRequest;
  /** JSON path of a list in the answer, "" where the answer is one; undefined where it is no list. */
  readonly list?: string | undefined;
  /** Templates by JSON path: exactly one entry of the list, or the answer, must have them. */
  readonly where: Readonly<Record<string, string>>;
  /** JSON paths by name: what stands there is a value for the requests after it. */
  readonly learns: Readonly<Record<string, string>>;
  /** What this request changes itself, as a sentence. */
  readonly changes?: string | undefined;
}

/** The named groups of a JavaScript regular expression that the value must match, `_` in their names read as `-`. */
export interface Taking {
  /** `secret` or a part. */
  readonly in: string;
  readonly match: string;
}

/** The first whose `match` holds gives the host: `is`, in which `{1}` is the one label that `match` captured. */
export interface HostChoice {
  /** `secret` or a part. */
  readonly in: string;
  /** A JavaScript regular expression; where it is left out, it holds. */
  readonly match?: string | undefined;
  readonly is: string;
}

/** Named ways of signing a request; texts are templates. */
export type SigningScheme =
  | { readonly scheme: "aws-sigv4"; readonly id: string; readonly key: string; readonly session?: string | undefined; readonly service: string; readonly region: string }
  | { readonly scheme: "azure-shared-key"; readonly account: string; readonly key: string }
  | { readonly scheme: "google-jwt-grant"; readonly key: string; readonly email: string; readonly scope: string }
  | { readonly scheme: "exchange-hmac"; readonly exchange: "kraken" | "gate"; readonly id: string; readonly key: string }
  | { readonly scheme: "binance-hmac"; readonly key: string };

export interface RecipeReply {
  readonly status: readonly number[];
  /** A text that the header must hold, in any case; "" where it must only be there. */
  readonly header?: Readonly<Record<string, string>> | undefined;
  /** JSON paths (`user.name`, `items.0.id`) and what must stand there. */
  readonly json?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** JSON paths at which something must stand. */
  readonly has: readonly string[];
  /** Texts that the body must hold, each. */
  readonly word: readonly string[];
  readonly shape?: "object" | "array" | "empty" | undefined;
  readonly is: "live" | "dead" | "unknown";
  readonly why?: string | undefined;
  /** Where it is said that this answer means that. */
  readonly page?: string | undefined;
}

/** JSON paths, or `header:Name`; what stands there may be shown. */
export interface RecipeShow {
  readonly identity: readonly string[];
  readonly scopes?: string | undefined;
  readonly expires?: string | undefined;
}

export const VERDICT_STATES = ["live", "dead", "unknown", "unchecked"] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** What its provider says of a value. Texts are foreign and masked; nothing else of a reply is kept. */
export interface Verdict {
  readonly state: VerdictState;
  readonly why?: string | undefined;
  readonly identity?: string | undefined;
  readonly scopes?: string | undefined;
  readonly expires?: string | undefined;
  /** Who was asked; undefined where nobody was. */
  readonly host?: string | undefined;
  /** ISO 8601 in UTC. */
  readonly checkedAt?: string | undefined;
}

/** What verification would send where: one row for each recipe and host. */
export interface EgressRow {
  readonly provider: string;
  readonly method: string;
  /** With port where it is not the usual one. */
  readonly host: string;
  /** The path with names in braces for values. */
  readonly path: string;
  /** `secret in the header Authorization`, ... */
  readonly sends: readonly string[];
  /** Distinct values that would be asked about. */
  readonly values: number;
  /** What asking changes there. */
  readonly effect?: string | undefined;
}

/** How and whether providers are asked; off unless the user says so. */
export interface VerifyPlan {
  readonly on: boolean;
  /** Nothing is sent; what would be is reported. */
  readonly dryRun: boolean;
  /** Only findings with these verdicts are shown and counted; empty for all. */
  readonly verdicts: readonly VerdictState[];
  /** Base addresses in place of the providers' own. */
  readonly endpoints: readonly { readonly provider: string; readonly base: string }[];
  /** Hosts that may be asked although private, or named in the scanned content alone. */
  readonly allowed: readonly { readonly host: string; readonly port: string | undefined }[];
  readonly sideEffects: boolean;
  readonly control: boolean;
  /** A file of verdicts, absolute; "" for none. */
  readonly cache: string;
  /** Milliseconds for which a verdict of that file counts. */
  readonly lifetime: number;
}
