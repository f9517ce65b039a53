/**
 * How a recipe is written: the closed schema of `rules/verify/*.yaml` and of a rule's own `verify`. There is no expression
 * language: which host is asked, by which method and with what can be read from the text. `rules/README.md` explains it.
 */
import { z } from "zod";
import type { HostChoice, Recipe, RecipeReply } from "../model.js";

const text = z.string().trim().min(1);
const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "lower-case words with hyphens");
const part = z.string().regex(/^[a-z][a-z0-9-]*$/, "`secret` or the name of a part");
const template = z.string().max(2048);
const templates = z.record(z.string().regex(/^[\x21-\x7e]+$/, "printable ASCII"), template);
const web = z.url({ protocol: /^https?$/ });
const jsonPath = z.string().regex(/^[^.\s][^\s]*$/, "keys and numbers with dots between them");
const place = z.string().regex(/^(?:header:[A-Za-z0-9-]+|[^.\s:][^\s]*)$/, "a JSON path, or header:Name");
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A host of at least two labels of which at most the first is captured: `api.example.com`, `{1}.example.com`. */
const HOST = /^(?:\{1\}|[a-z0-9-]+)(?:\.[a-z0-9-]+)+$/;
const URL_TEXT = /^(?:https:\/\/(?:\{host\}|[a-z0-9-]+(?:\.[a-z0-9-]+)+))?\/[^\s?#]*$/;

const choice = z.strictObject({
  in: part.default("secret"),
  match: z.string().max(200).optional().describe("A JavaScript regular expression; its first group is one label of a host name"),
  is: z.string().regex(HOST, "a host of which at most the first label is {1}"),
});

const taking = z.strictObject({ in: part.default("secret"), match: z.string().max(300).describe("A JavaScript regular expression with named groups") });

const sign = z.discriminatedUnion("scheme", [
  z.strictObject({ scheme: z.literal("aws-sigv4"), id: template, key: template, session: template.optional(), service: text, region: text }),
  z.strictObject({ scheme: z.literal("azure-shared-key"), account: template, key: template }),
  z.strictObject({ scheme: z.literal("google-jwt-grant"), key: template, email: template, scope: text }),
  z.strictObject({ scheme: z.literal("exchange-hmac"), exchange: z.enum(["kraken", "gate"]), id: template, key: template }),
  z.strictObject({ scheme: z.literal("binance-hmac"), key: template }),
]);

const ONE_HOST = { path: ["host"], message: "both {host} in the url and `host`, or neither" };

function hasOneHost({ url, host }: { readonly url: string; readonly host?: unknown }): boolean {
  return url.includes("{host}") === (host !== undefined);
}

function withBearer<T extends { readonly bearer?: string | undefined; readonly headers: Readonly<Record<string, string>> }>({ bearer, headers, ...rest }: T) {
  return { ...rest, headers: bearer === undefined ? headers : { Authorization: `Bearer ${bearer}`, ...headers } };
}

const requestFields = {
  url: z.string().regex(URL_TEXT, "https://host/path, https://{host}/path, or /path where only an --endpoint gives the host"),
  host: z.union([choice.transform((one) => [one]), z.array(choice).min(1)]).optional(),
  take: z.union([taking.transform((one) => [one]), z.array(taking).min(1)]).optional().describe("Pieces of a captured value, by named groups, as values of their own"),
  named: part.optional().describe("The part that names the host; asked only with --allow-host"),
  bearer: template.optional().describe("The header `Authorization: Bearer`"),
  headers: templates.default({}),
  query: templates.default({}),
  basic: z.strictObject({ user: template.default(""), password: template.default("") }).optional(),
  form: templates.optional(),
  json: z.record(text, z.union([scalar, z.array(template)])).optional(),
  sign: sign.optional(),
};

const request = z
  .strictObject({
    method: z.enum(["GET", "HEAD", "POST"]).default("GET"),
    harmless: text.optional().describe("Why a POST changes nothing, in the words of the provider's page"),
    ...requestFields,
  })
  .refine((r) => r.method !== "POST" || r.harmless !== undefined, { path: ["harmless"], message: "a sentence that says why this POST changes nothing" })
  .refine((r) => r.method === "POST" || (r.form === undefined && r.json === undefined), { path: ["method"], message: "POST, for a body" })
  .refine(hasOneHost, ONE_HOST)
  .refine(({ named, url }) => named === undefined || url.startsWith("/"), { path: ["named"], message: "a url that begins with /, because another has its host" })
  .transform(({ harmless: _harmless, ...rest }) => withBearer(rest));

/** May change something, and so may not be asked again. */
const changingRequest = z.strictObject({ method: z.enum(["POST", "PUT", "PATCH", "DELETE"]), ...requestFields }).refine(hasOneHost, ONE_HOST).transform(withBearer);

const oneOrMore = <T extends z.ZodType>(of: T) => z.union([of.transform((one) => [one]), z.array(of)]).default([]);

const statuses = z.union([z.int().min(100).max(599).transform((one) => [one]), z.array(z.int().min(100).max(599)).min(1)]);

const reply = z
  .strictObject({
    status: statuses,
    header: z.record(text, z.string()).optional(),
    json: z.record(jsonPath, z.union([scalar, z.null()])).optional(),
    has: oneOrMore(jsonPath),
    word: oneOrMore(text),
    shape: z.enum(["object", "array", "empty"]).optional(),
    is: z.enum(["live", "dead", "unknown", "refused"]).describe("`refused`: no page has been read that explains it, and so unknown"),
    why: text.optional(),
    page: web.optional().describe("Where the provider, its own code or people who got this answer say what it means"),
  })
  .refine((r) => r.is === "unknown" || isEvidence(r), { message: "evidence beside the status: json, has, word, header or shape" })
  .refine((r) => r.is === "unknown" || !r.status.some((code) => code === 429 || code >= 500 || (code >= 300 && code < 400)), { path: ["status"], message: "a status that says something of the credential: 3xx, 429 and 5xx do not" })
  .refine((r) => r.is !== "unknown" || r.why !== undefined, { path: ["why"], message: "a few words" });

function isEvidence({ json, has, word, header, shape }: Omit<RecipeReply, "is">): boolean {
  return json !== undefined || has.length > 0 || word.length > 0 || header !== undefined || shape !== undefined;
}

const example = z.strictObject({
  is: z.enum(["live", "dead", "unknown"]),
  status: z.int().min(100).max(599),
  headers: z.record(text, z.string()).default({}),
  body: z.unknown().optional(),
  identity: text.optional(),
});

const fields = {
  provider: slug.describe("What --endpoint calls it"),
  docs: web.describe("The provider's page on the request and its replies"),
  request,
  replies: z.array(reply).min(1),
  show: z
    .strictObject({ identity: z.union([place.transform((one) => [one]), z.array(place)]).default([]), scopes: place.optional(), expires: place.optional() })
    .optional(),
  effect: text.optional().describe("What asking changes; then it is asked only with --side-effects"),
  control: z.boolean().default(false).describe("A live answer is tried with a made-up value, which must not pass"),
  elsewhere: z.boolean().default(false).describe("Installations of one's own are common, so that only an --endpoint can say dead"),
  examples: z.array(example).min(1),
};

/** `verify` of a rule in a user's own file. */
export const ownRecipeSchema = z.strictObject(fields);
/** An entry of `rules/verify/*.yaml`. */
export const recipeSchema = z.strictObject({
  rules: z.array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/)).min(1),
  ...fields,
  checked: z.iso.date().optional().describe("The day on which its rows were held against their pages"),
});

const doneReply = z.strictObject({ status: statuses, header: z.record(text, z.string()).optional(), json: z.record(jsonPath, z.union([scalar, z.null()])).optional(), has: oneOrMore(jsonPath), word: oneOrMore(text), shape: z.enum(["object", "array", "empty"]).optional() });

/** What must be known before: asked with the same rules as any request, and with an answer for the tests. */
const prior = z
  .strictObject({
    request: z.strictObject({ method: z.enum(["GET", "POST"]).default("GET"), ...requestFields }).refine(hasOneHost, ONE_HOST).transform(withBearer),
    list: z.union([jsonPath, z.literal("")]).optional().describe('JSON path of a list in the answer; "" where the answer is the list'),
    where: z.record(jsonPath, template).default({}).describe("What the one entry that is meant has, by JSON path"),
    learns: z.record(part, jsonPath).default({}).describe("Names of values, and where they stand"),
    changes: text.optional().describe("What it changes itself, as a sentence"),
    example: z.strictObject({ body: z.unknown() }).describe("An answer; `{name}` in it stands for a value"),
  })
  .refine((p) => p.list === undefined || Object.keys(p.where).length > 0, { path: ["where"], message: "what tells the entry of the list" })
  .refine((p) => p.changes !== undefined || Object.keys(p.learns).length > 0, { path: ["learns"], message: "what it learns, or `changes`" });

/** An entry of `rules/revoke/*.yaml`. */
export const revocationSchema = z.strictObject({
  rules: z.array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/)).min(1),
  provider: fields.provider,
  docs: fields.docs,
  does: text.describe("What it does, as a sentence"),
  undo: text.optional().describe("How it is undone, where it can be"),
  first: z.array(prior).max(3).default([]).describe("Asked before, in this order"),
  request: changingRequest,
  done: z.array(doneReply).min(1),
  examples: z.array(z.strictObject({ status: z.int().min(100).max(599), body: z.unknown().optional(), done: z.boolean().default(true) })).min(1),
});

export type RecipeExample = z.infer<typeof example>;
export type OwnRecipe = z.infer<typeof ownRecipeSchema>;

/** What a run needs of a recipe; examples and pages are for authors and tests. */
export function toRecipe({ provider, request, replies, show, effect, control, elsewhere, checked }: OwnRecipe & { readonly checked?: string | undefined }, rules: readonly string[]): Recipe {
  return { rules, provider, request, replies: replies.map(toReply), show, effect, control, ...(elsewhere ? { elsewhere } : {}), ...(checked === undefined ? {} : { checked }) };
}

function toReply({ is, why, ...rest }: OwnRecipe["replies"][number]): RecipeReply {
  return is === "refused" ? { ...rest, is: "unknown", why: why ?? UNEXPLAINED } : { ...rest, is, why };
}

const UNEXPLAINED = "refused, and nobody has read yet what that means there: dead, or not allowed to ask";

/**
 * What a built-in recipe lacks: the page behind each reply that says dead, and behind each that says live although the call
 * was refused. A user's own recipe is believed.
 */
export function evidenceProblem({ replies, checked }: z.infer<typeof recipeSchema>): string | undefined {
  const bare = replies.find(({ is, status, page }) => page === undefined && (is === "dead" || (is === "live" && status.some((code) => code >= 300))));
  if (bare !== undefined) return `a reply (${bare.status.join(", ")}) that is ${bare.is} without the \`page\` that says so; where there is none it is \`refused\``;
  return checked === undefined && replies.some(({ page }) => page !== undefined) ? "pages, and not the day on which they were \`checked\`" : undefined;
}

/** What is wrong beyond the schema, as a sentence; undefined where nothing is. */
export function recipeProblem(recipe: OwnRecipe): string | undefined {
  for (const { match, is } of recipe.request.host ?? []) {
    const problem = hostProblem({ in: "secret", match, is });
    if (problem !== undefined) return problem;
  }
  if ((recipe.request.take ?? []).some(({ match }) => !isExpression(match))) return "`match` is no regular expression";
  const { replies, examples } = recipe;
  for (const state of ["live", "dead"] as const) {
    if (replies.some((r) => r.is === state) && !examples.some((e) => e.is === state)) return `a reply that is ${state}, and no example of one`;
  }
  return replies.some((r) => r.is === "live") ? undefined : "no reply that is live";
}

function hostProblem({ match, is }: HostChoice): string | undefined {
  if (match !== undefined && !isExpression(match)) return "`match` is no regular expression";
  return is.includes("{1}") && match === undefined ? "{1} without a `match`" : undefined;
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
