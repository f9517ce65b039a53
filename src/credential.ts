/** One text with a credential in it, as `tokscan verify` gets it: through the engine, so that pairs are found as in a file. */
import { Secret, type CompiledRule, type Finding, type Part, type Rule, type ScanPlan } from "./model.js";
import { TokscanError } from "./errors.js";
import { gather, maskValue } from "./findings/index.js";
import { startEngine } from "./scan.js";
import { readStdin } from "./sources/index.js";
import { nearest } from "./suggest.js";

/** What is known of a credential before anyone is asked. */
export type Credential = Pick<Finding, "rule" | "secret" | "parts">;

const LIMIT = 1024 * 1024;

/** @throws TokscanError verify-input where it is longer than a text with a credential should be */
export function readCredentialText(): string {
  const buffer = Buffer.alloc(LIMIT + 1);
  let length = 0;
  for (let count = 1; count > 0 && length < buffer.length; length += count) count = readStdin(buffer, length, buffer.length - length);
  if (length > LIMIT) throw new TokscanError("verify-input", { what: "standard input is longer than 1 MiB", expected: "Give a few lines around the credential, or scan the file with `tokscan scan --verify`." });
  return buffer.toString("utf8", 0, length);
}

/**
 * The credentials of a text; of one rule where `ruleId` is not empty, and then the whole text is its value where it finds none.
 * @throws TokscanError verify-input, rules-unknown
 */
export async function credentialsIn(plan: ScanPlan, text: string, ruleId: string): Promise<Credential[]> {
  const { pack, scanner } = await startEngine(plan);
  const wanted = ruleId === "" ? undefined : find(pack.rules.all(), ruleId);
  const bytes = Buffer.from(text);
  let at = 0;
  scanner.stream({ type: "stdin", path: plan.stdinPath }, (target, offset, length) => {
    const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
    at += count;
    return count;
  });
  const found: readonly Credential[] = gather(scanner.take().findings, pack.rules);
  if (wanted === undefined) {
    if (found.length === 0) throw new TokscanError("verify-input", { what: "no credential was found on standard input", expected: "--rule ID takes the whole input as the value of that rule." });
    return [...found];
  }
  const own = found.filter(({ rule }) => rule.id === wanted.rule.id);
  return own.length > 0 ? own : [whole(text, wanted)];
}

function whole(text: string, { rule, prefixes }: CompiledRule): Credential {
  const value = text.trim();
  if (value === "" || (/\s/.test(value) && !value.startsWith("-----BEGIN"))) {
    throw new TokscanError("verify-input", { what: `${rule.id} finds nothing on standard input`, expected: "Give the value alone, or the line that it stands in." });
  }
  return { rule, secret: new Secret(value, maskValue(value, rule, prefixes)), parts: {} };
}

function find(rules: readonly CompiledRule[], id: string): CompiledRule {
  const found = rules.find(({ rule }) => rule.id === id || rule.aliases.includes(id));
  if (found !== undefined) return found;
  throw new TokscanError("rules-unknown", { option: "--rule", name: id, nearest: nearest(id, rules.map(({ rule }) => rule.id)) ?? "" });
}

/** With parts that were asked for; they are treated as secret. */
export function withParts({ rule, secret, parts }: Credential, more: Readonly<Record<string, string>>): Credential {
  const given: Record<string, Part> = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, { value: new Secret(value, maskOf(value, rule)), secret: true }]));
  return { rule, secret, parts: { ...parts, ...given } };
}

function maskOf(value: string, rule: Rule): string {
  return maskValue(value, { ...rule, mask: "password" }, []);
}
