/** What push protection is held to, and how two policies become one: the stricter wins, key by key. */
import { CONFIDENCES, SEVERITIES, type Confidence, type Kind, type Severity } from "../../model.js";

/** Who may let a value through: `self` whoever is stopped, by a reason; `approved` only an approver's signed grant; `never` nobody. */
export const BYPASS_MODES = ["self", "approved", "never"] as const;
export type BypassMode = (typeof BYPASS_MODES)[number];

/** Whose signatures count. Of several sources each must find the grant signed. */
export interface ApproverSource {
  /** An SSH allowed signers file: its text. */
  readonly allowedSigners?: string | undefined;
  /** OpenPGP public keys, armored or not. */
  readonly gpgKeys?: Uint8Array | undefined;
}

/** What hears of each new head of the audit log. */
export type AnchorSpec =
  /** A program and its arguments; reads the head as a line of JSON. */
  | { readonly kind: "command"; readonly command: readonly string[] }
  | { readonly kind: "syslog" }
  /** A ref of another repository, by its address or path. */
  | { readonly kind: "ref"; readonly remote: string; readonly ref: string };

export interface Budget {
  /** Milliseconds. */
  readonly time?: number | undefined;
  /** Bytes of contents. */
  readonly size?: number | undefined;
  /** What becomes of a push that would take more; `accept` queues the rest. */
  readonly over: "refuse" | "accept";
}

export interface Policy {
  /** Names the repository in grants; undefined: its first commit does. */
  readonly repository?: string | undefined;
  /** Findings of this severity and confidence and above are stopped. */
  readonly block: { readonly severity: Severity; readonly confidence: Confidence };
  /** Kinds that no bypass and no grant lets through. */
  readonly neverBypass: readonly Kind[];
  readonly bypass: BypassMode;
  /** Milliseconds from now until which a bypass or grant may last. */
  readonly longestExpiry: number;
  readonly approvers: readonly ApproverSource[];
  /** What a hook does that fails for a reason of its own. */
  readonly onError: "block" | "allow";
  /** `bound`: comments in files count only with the fingerprint's beginning. */
  readonly inline: "any" | "bound";
  /** Kinds that no comment and no baseline silences. */
  readonly neverSuppress: readonly Kind[];
  readonly budget: Budget;
  readonly anchors: readonly AnchorSpec[];
  /** Names of environment variables in which this server says who pushes, the first that is set counts; empty: those that known servers set. */
  readonly pusher: readonly string[];
}

const DAY = 86_400_000;

export const DEFAULT_POLICY: Policy = Object.freeze<Policy>({
  repository: undefined,
  block: { severity: "low", confidence: "high" },
  neverBypass: [],
  bypass: "self",
  longestExpiry: 7 * DAY,
  approvers: [],
  onError: "block",
  inline: "any",
  neverSuppress: [],
  budget: { over: "refuse" },
  anchors: [],
  pusher: [],
});

/** What one source says; keys that it leaves out are decided elsewhere. */
export type PolicyLayer = { readonly [K in Exclude<keyof Policy, "block" | "budget">]?: Policy[K] } & {
  readonly block?: Partial<Policy["block"]>;
  readonly budget?: Partial<Budget>;
};

/** The stricter of all layers, the order of which does not count except for the repository's name: there the first wins. */
export function mergePolicies(layers: readonly PolicyLayer[]): Policy {
  const all = <K extends keyof PolicyLayer>(key: K): NonNullable<PolicyLayer[K]>[] => layers.flatMap((layer) => (layer[key] === undefined ? [] : [layer[key] as NonNullable<PolicyLayer[K]>]));
  const blocks = all("block");
  const budgets = all("budget");
  return {
    repository: all("repository")[0],
    block: {
      severity: least(SEVERITIES, blocks.flatMap(({ severity }) => severity ?? [])) ?? DEFAULT_POLICY.block.severity,
      confidence: least(CONFIDENCES, blocks.flatMap(({ confidence }) => confidence ?? [])) ?? DEFAULT_POLICY.block.confidence,
    },
    neverBypass: union(all("neverBypass")),
    bypass: most(BYPASS_MODES, all("bypass")) ?? DEFAULT_POLICY.bypass,
    longestExpiry: smallest(all("longestExpiry")) ?? DEFAULT_POLICY.longestExpiry,
    approvers: all("approvers").flat(),
    onError: most(["allow", "block"], all("onError")) ?? DEFAULT_POLICY.onError,
    inline: most(["any", "bound"], all("inline")) ?? DEFAULT_POLICY.inline,
    neverSuppress: union(all("neverSuppress")),
    budget: {
      time: smallest(budgets.flatMap(({ time }) => time ?? [])),
      size: smallest(budgets.flatMap(({ size }) => size ?? [])),
      over: most(["accept", "refuse"], budgets.flatMap(({ over }) => over ?? [])) ?? DEFAULT_POLICY.budget.over,
    },
    anchors: all("anchors").flat(),
    pusher: union(all("pusher")),
  };
}

function union<T>(lists: readonly (readonly T[])[]): T[] {
  return [...new Set(lists.flat())];
}

function least<const T>(order: readonly T[], said: readonly T[]): T | undefined {
  return order.find((value) => said.includes(value));
}

function most<const T>(order: readonly T[], said: readonly T[]): T | undefined {
  return order.findLast((value) => said.includes(value));
}

function smallest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

/** Is a finding stopped? */
export function isBlocking({ block }: Policy, severity: Severity, confidence: Confidence): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(block.severity) && CONFIDENCES.indexOf(confidence) >= CONFIDENCES.indexOf(block.confidence);
}
