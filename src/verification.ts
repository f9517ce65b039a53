/** Where findings meet those who issued them: `--verify`. Loaded only then; nothing else in the program asks the network. */
import { VERDICT_STATES, type Diagnostic, type EgressRow, type Finding, type ScanPlan, type Verdict, type VerdictState, type VerifyPlan } from "./model.js";
import { HttpClient } from "./adapters/http.js";
import { logIn } from "./adapters/logins/index.js";
import { diagnostic, TokscanError } from "./errors.js";
import { isTelling, Masker } from "./findings/index.js";
import { keyFilesBeside } from "./keyfiles.js";
import { loadPack } from "./rulepack.js";
import { keyQuestions, sshHosts } from "./sshquery.js";
import { nearest } from "./suggest.js";
import { openVerdicts } from "./verdicts.js";
import { builtinRecipes, builtinRevocations, codeHostWay, keyVerdict, loginWay, recipeFinder, Verifier, type Subject } from "./verify/index.js";
import { VERSION } from "./version.js";

export interface Verified {
  /** With verdicts, those that --verdict chooses: live ones first, dead ones last. */
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of all that was given, whatever --verdict chooses. */
  readonly verdicts: Readonly<Record<VerdictState, number>> | undefined;
  readonly egress: readonly EgressRow[] | undefined;
}

/** What to look at first. */
const ORDER: readonly VerdictState[] = ["live", "unknown", "unchecked", "dead"];

/** Milliseconds for one answer, and the longest body that is read. */
const TIMEOUT = 10_000;
const MAX_BODY = 256 * 1024;

/** What a run asks with. */
export interface Asking {
  readonly verifier: Verifier;
  /** Ends connections, and writes the file of verdicts. @throws TokscanError verdict-cache */
  close(): void;
}

/**
 * @param providers whose recipes are not built in: of a user's own rules
 * @throws TokscanError option-unknown for an endpoint of a provider that nobody knows: its values would go to the public host
 */
export function startVerifier(plan: VerifyPlan, providers: readonly string[] = []): Asking {
  checkEndpoints(plan, providers);
  const client = startClient(plan);
  const verdicts = plan.cache === "" || plan.dryRun ? undefined : openVerdicts(plan.cache, plan.lifetime);
  const verifier = new Verifier({
    recipeOf: recipeFinder(builtinRecipes()), send: (request) => client.send(request), endpoints: plan.endpoints, allowed: plan.allowed, sideEffects: plan.sideEffects, control: plan.control,
    ways: [loginWay({ allowed: plan.allowed, control: plan.control, logIn }), codeHostWay(keyQuestions(plan.allowed), sshHosts(plan))], cache: verdicts?.cache,
  });
  return {
    verifier,
    close: () => {
      client.close();
      verdicts?.save();
    },
  };
}

export function checkEndpoints({ endpoints }: VerifyPlan, providers: readonly string[] = []): void {
  if (endpoints.length === 0) return;
  const known = [...new Set(["ssh", ...[...builtinRecipes(), ...builtinRevocations()].map(({ provider }) => provider), ...providers])];
  const wrong = endpoints.find(({ provider }) => !known.includes(provider));
  if (wrong !== undefined) throw new TokscanError("option-unknown", { what: "provider of --endpoint", name: wrong.provider, nearest: nearest(wrong.provider, known) ?? "" });
}

export function startClient(plan: VerifyPlan): HttpClient {
  const userAgent = `tokscan/${VERSION} (secret scanner; asked by its user whether this credential works)`;
  return new HttpClient({ allows: (url) => isAllowed(url, plan), timeout: TIMEOUT, maxBody: MAX_BODY, userAgent });
}

/** A host without a port stands for the usual one, and for that of an endpoint which the user gave. */
function isAllowed(url: URL, { allowed, endpoints }: VerifyPlan): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return allowed.some((one) => one.host === url.hostname
    && (one.port === undefined ? url.port === "" || endpoints.some(({ base }) => new URL(base).host === url.host) : one.port === port));
}

export function subjectOf({ rule, secret, parts }: Pick<Finding, "rule" | "secret" | "parts">): Subject {
  return { rule, secret: secret.reveal(), parts: Object.fromEntries(Object.entries(parts).map(([name, { value }]) => [name, value.reveal()])) };
}

/** @throws TokscanError pack-unreadable */
export async function verifyFindings(plan: ScanPlan, findings: readonly Finding[]): Promise<Verified> {
  const asking = startVerifier(plan.verify, plan.ruleFiles.length === 0 ? [] : (await loadPack(plan.ruleFiles)).rules.all().flatMap(({ rule }) => rule.verify?.provider ?? []));
  const notes = tlsNote();
  try {
    const subjects = findings.map(subjectOf);
    if (plan.verify.dryRun) return { findings, diagnostics: notes, verdicts: undefined, egress: await asking.verifier.plan(subjects) };
    const masker = maskerOf(findings);
    const verdicts = await asking.verifier.verify(subjects);
    const checked = findings.map((finding, i) => withVerdict(finding, masked(keyPair(finding, plan, verdicts[i]) ?? verdicts[i], masker)));
    const chosen = checked.filter((finding) => isChosen(plan.verify, finding));
    return { findings: inOrder(chosen), diagnostics: [...notes, ...unanswered(plan.verify, checked)], verdicts: counts(checked), egress: undefined };
  } finally {
    asking.close();
  }
}

/** Of a private key that nobody knows, or nobody can be asked about, what stands beside it says. */
function keyPair(finding: Finding, plan: ScanPlan, { state }: Verdict): Verdict | undefined {
  if (finding.rule.kind !== "private-key" || state === "live" || state === "dead") return undefined;
  return keyVerdict(finding.secret.reveal(), keyFilesBeside(finding, plan.root), Date.now());
}

export function tlsNote(): Diagnostic[] {
  return process.env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0" ? [diagnostic("verify-tls", undefined)] : [];
}

/** An identity may be anything, the value itself among it. */
export function maskerOf(findings: readonly Pick<Finding, "secret" | "parts">[]): Masker {
  const secrets = findings.flatMap(({ secret, parts }) => [secret, ...Object.values(parts).filter((part) => part.secret).map(({ value }) => value)]);
  return new Masker(secrets.map((secret) => ({ value: secret.reveal(), mask: secret.mask })).filter(({ value }) => isTelling(value)));
}

export function masked(verdict: Verdict, masker: Masker): Verdict {
  const hidden = (["identity", "scopes", "expires"] as const).filter((name) => verdict[name] !== undefined).map((name) => [name, masker.hide(verdict[name] ?? "")] as const);
  return { ...verdict, ...Object.fromEntries<string>(hidden) };
}

/** Not by spreading: a fingerprint is computed only when it is read. */
function withVerdict(finding: Finding, verdict: Verdict): Finding {
  const own: PropertyDescriptorMap = { ...Object.getOwnPropertyDescriptors(finding), verdict: { value: verdict, enumerable: true } };
  return Object.defineProperties<object>({}, own) as Finding;
}

function stateOf({ verdict }: Finding): VerdictState {
  return verdict?.state ?? "unchecked";
}

function isChosen({ verdicts }: VerifyPlan, finding: Finding): boolean {
  return verdicts.length === 0 || verdicts.includes(stateOf(finding));
}

/** Whoever looks at certain verdicts alone must hear of values that may have been among them. */
function unanswered({ verdicts }: VerifyPlan, findings: readonly Finding[]): Diagnostic[] {
  if (verdicts.length === 0 || verdicts.includes("unknown")) return [];
  return findings.filter((finding) => stateOf(finding) === "unknown")
    .map((finding) => diagnostic("verdict-unknown", finding.origins[0].path, { what: `${finding.rule.name} ${finding.secret.mask}`, why: finding.verdict?.why ?? "no answer" }));
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => ORDER.indexOf(stateOf(a)) - ORDER.indexOf(stateOf(b)));
}

function counts(findings: readonly Finding[]): Record<VerdictState, number> {
  return Object.fromEntries(VERDICT_STATES.map((state) => [state, findings.filter((finding) => stateOf(finding) === state).length])) as Record<VerdictState, number>;
}
