/** YAML text to plain data, with the line of every node, so that errors about content can say where. */
import { isNode, LineCounter, parseDocument, type Document } from "yaml";

export interface YamlText {
  readonly data: unknown;
  /** Line (from 1) of the value at this path of keys and indices, or of the nearest ancestor that exists. */
  lineOf(path: readonly (string | number)[]): number;
}

/** Where and why a text is no YAML; never holds the text itself. */
export class YamlError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Aliases are refused in number, so that a small file cannot grow without end. @throws YamlError */
export function parseYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem) throw new YamlError(sentence(problem.code), lines.linePos(problem.pos[0]).line);
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 50 });
  } catch {
    throw new YamlError("too many aliases", 1);
  }
  return { data, lineOf: (path) => lineOf(document, lines, path) };
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The parser's code as words: its own messages quote the text. */
function sentence(code: string): string {
  return `not valid YAML (${code.toLowerCase().replaceAll("_", " ")})`;
}
