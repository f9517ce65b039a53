/** `tokscan audit`, `audit verify`, `audit export`: the log, looked at, checked, handed on. */
import { queryLog, verifyLog, type AuditQuery, type Ending, type Logged } from "../../protect/index.js";
import { CATALOGUE } from "../catalogue.js";
import type { PrintedFormat, Settings } from "../flags.js";
import { jsonLines, print, say, type Io } from "../io.js";
import { momentOf } from "../moment.js";
import type { Invocation } from "../parse.js";
import { askedOf, openStoreOf } from "../protection.js";
import { csvRow, CSV_HEAD, recordText, verifiedText } from "./audit-text.js";

const BROKEN = 1;

export function auditCommand(invocation: Invocation, io: Io): Promise<number> {
  return show(invocation, CATALOGUE.audit.formats, io);
}

export function exportCommand(invocation: Invocation, io: Io): Promise<number> {
  return show(invocation, CATALOGUE["audit export"].formats, io);
}

async function show({ args, typed }: Invocation, formats: readonly PrintedFormat[], io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, formats, io);
  const query = queryOf(settings);
  const records = queryLog(openStoreOf(args, io), query);
  let ending: Ending | undefined;
  const each = function* (): Generator<Logged> {
    ending = yield* records;
  };
  await print(io, printed(each(), format));
  if (ending?.kind !== "broken") return 0;
  say(io, `tokscan: the audit log is broken at line ${ending.line}: ${ending.what}. What stands before it was shown.`);
  return BROKEN;
}

function* printed(records: Iterable<Logged>, format: PrintedFormat): Generator<string> {
  if (format === "json") {
    yield jsonLines({ version: 1, records: [...records].map(({ record }) => record) });
    return;
  }
  if (format === "csv") yield CSV_HEAD;
  let count = 0;
  for (const { record, line } of records) {
    count++;
    yield format === "csv" ? csvRow(record) : format === "jsonl" ? `${line}\n` : recordText(record);
  }
  if (count === 0 && format === "text") yield "No records.\n";
}

function queryOf(settings: Settings): AuditQuery {
  const now = Date.now();
  return {
    actions: settings.action, actors: settings.actor, fingerprints: settings.fingerprint, rules: settings.rule === "" ? [] : [settings.rule], refs: settings.ref === "" ? [] : [settings.ref],
    since: settings.since === "" ? -Infinity : momentOf(settings.since, now), until: settings.until === "" ? Infinity : momentOf(settings.until, now),
  };
}

export async function verifyCommand({ args, typed }: Invocation, io: Io): Promise<number> {
  const { settings, format } = await askedOf(typed, CATALOGUE["audit verify"].formats, io);
  const verified = verifyLog(openStoreOf(args, io), settings.expect === "" ? undefined : settings.expect);
  await print(io, format === "json" ? jsonLines({ version: 1, ...verified }) : verifiedText(verified));
  return verified.ok ? 0 : BROKEN;
}
