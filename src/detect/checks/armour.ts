/**
 * Takes armoured text (RFC 7468, OpenSSH, OpenPGP) out of where it stands: real lines, one line with literal `\n`
 * (JSON, `.env`), indented in YAML, quoted and joined in code, behind `#`, `//`, `*` or `>`.
 */

export interface Armour {
  /** Of the BEGIN line: `RSA PRIVATE KEY`. */
  readonly label: string;
  /** Lines `Name: value` between BEGIN and the body. */
  readonly headers: readonly string[];
  /** Lines of the body, clean and without empty ones. */
  readonly body: readonly string[];
}

const LINE_END = /\r?\n|\\{1,4}r\\{1,4}n|\\{1,4}[nr]|\r/;
const LEAD = /^(?:\s|["'`]|(?:#|\/\/|\*|>|\||--)(?:\s|$))*/;
const TRAILING = new Set([..."\"'`+.,;)]\\& \t"]);
const ENDS_TEXT = new Set([..."\"'`\\ \t"]);

/**
 * Cuts what follows the closing quote (`" +`, `' .`, `",`) and trailing blanks and backslashes. By hand, because an
 * expression for it backtracks without end on hostile lines; a `+` that no quote precedes is base64 and stays.
 */
function withoutTail(line: string): string {
  let start = line.length;
  while (start > 0 && TRAILING.has(line[start - 1])) start--;
  while (start < line.length && !ENDS_TEXT.has(line[start])) start++;
  return line.slice(0, start);
}

/** Clean lines, empty ones included. */
export function plainLines(text: string): string[] {
  return text.split(LINE_END).map((line) => withoutTail(line).replace(LEAD, ""));
}

/** The block that `text` is, or undefined where BEGIN or END is missing or they disagree. */
export function readArmour(text: string): Armour | undefined {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----([^]*)-----END ([A-Z0-9 ]+)-----/.exec(text);
  if (block === null || block[1] !== block[3]) return undefined;
  const lines = plainLines(block[2]);
  const headers = lines.filter((line) => line.includes(":"));
  const body = lines.filter((line) => line !== "" && !line.includes(":"));
  // A body on one line may use blanks for line ends (environment variables, spreadsheets).
  return { label: block[1], headers, body: body.flatMap((line) => line.split(/[ \t]+/)) };
}
