/** `tokscan verify`: is what stands on standard input live? */
import { credentialsIn, readCredentialText, withParts, type Credential } from "../../credential.js";
import { TokscanError } from "../../errors.js";
import type { EgressRow, VerdictState } from "../../model.js";
import { masked, maskerOf, startVerifier, subjectOf, tlsNote } from "../../verification.js";
import { askSilently } from "../ask.js";
import { CATALOGUE } from "../catalogue.js";
import { jsonLines, print, say, type Io } from "../io.js";
import type { Invocation } from "../parse.js";
import { buildPlan, userSettings } from "../plan.js";
import { planText, verdictText, type Checked } from "./verify-text.js";

export async function verifyCommand({ typed }: Invocation, io: Io): Promise<number> {
  const asked = new Map([...typed, ["verify", [""]] as const]);
  const plan = await buildPlan({ paths: ["."], root: io.cwd, typed: asked, formats: CATALOGUE.verify.formats }, io);
  const { rule, part } = await userSettings(asked, io);
  for (const note of tlsNote()) say(io, `tokscan: ${note.message}`);
  const found = await credentialsIn(plan, readCredentialText(), rule);
  const more = await partsOf(part);
  const asking = startVerifier(plan.verify, found.flatMap((credential) => credential.rule.verify?.provider ?? []));
  try {
    const credentials = withWays(found.map((credential) => withParts(credential, more)), asking.verifier);
    if (plan.verify.dryRun) return await tellPlan(await asking.verifier.plan(credentials.map(subjectOf)), plan.format === "json", io);
    const masker = maskerOf(credentials);
    const verdicts = await asking.verifier.verify(credentials.map(subjectOf));
    const checked = credentials.map((credential, i) => ({ credential, verdict: masked(verdicts[i], masker) }));
    await print(io, plan.format === "json" ? jsonLines({ version: 1, credentials: checked.map(checkedJson) }) : verdictText(checked));
    return exitCode(checked.map(({ verdict }) => verdict.state));
  } finally {
    asking.close();
  }
}

export async function partsOf(names: readonly string[]): Promise<Record<string, string>> {
  const parts: Record<string, string> = {};
  for (const name of names) {
    parts[name] = await askSilently(`${name}: `);
    if (parts[name] === "") throw new TokscanError("verify-input", { what: `the part '${name}' is empty`, expected: "Nothing was sent." });
  }
  return parts;
}

/** Of what a text holds, that which can be asked about; where nothing can, all of it. */
function withWays(found: readonly Credential[], verifier: ReturnType<typeof startVerifier>["verifier"]): readonly Credential[] {
  const known = found.filter((credential) => verifier.knows(subjectOf(credential)));
  return known.length > 0 ? known : found;
}

async function tellPlan(rows: readonly EgressRow[], asJson: boolean, io: Io): Promise<number> {
  await print(io, asJson ? jsonLines({ version: 1, egress: rows }) : planText(rows));
  return 0;
}

function checkedJson({ credential: { rule, secret, parts }, verdict }: Checked) {
  const shown = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, { value: part.secret ? part.value.mask : part.value.reveal(), secret: part.secret }]));
  return { rule: rule.id, name: rule.name, provider: rule.provider, secret: secret.mask, parts: shown, verdict };
}

/** Of several the worst: one that lives before one that may. */
const EXITS: readonly (readonly [VerdictState, number])[] = [["live", 1], ["unknown", 3], ["unchecked", 2], ["dead", 0]];

function exitCode(states: readonly VerdictState[]): number {
  return EXITS.find(([state]) => states.includes(state))?.[1] ?? 2;
}
