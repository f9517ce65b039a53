/**
 * The places in which people leave credentials, as texts around a name and a value, and how the name and the value are
 * had from a rule's example. Three ways, tried in this order for each example: the value alone under a name that says
 * nothing; the value under the name that the example gives it, respelled as each surrounding would; and, where the
 * example is a text of its own (an address, a command, a file), the whole of it inside other files.
 */
import type { RawFinding } from "../../src/model.js";

export interface Surrounding {
  readonly name: string;
  readonly path: string;
  /** The text with the value in it; undefined where this value cannot stand there as it is. */
  text(name: string, value: string): string | undefined;
}

const words = (name: string): string[] =>
  name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(/[^A-Za-z0-9]+/).filter((word) => word !== "").map((word) => word.toLowerCase());
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
const upper = (name: string): string => words(name).join("_").toUpperCase();
export const snake = (name: string): string => words(name).join("_");
const kebab = (name: string): string => words(name).join("-");
const pascal = (name: string): string => words(name).map(capital).join("");
const camel = (name: string): string => pascal(name).replace(/^./, (char) => char.toLowerCase());
const header = (name: string): string => ["X", ...words(name).filter((word) => word !== "x").map(capital)].join("-");

/** A value that needs no quotes, or must not need an escape. */
const where = (allowed: RegExp, text: (name: string, value: string) => string) => (name: string, value: string): string | undefined =>
  allowed.test(value) ? text(name, value) : undefined;
const BARE = /^[A-Za-z0-9_.+/=@:~%-]+$/;
const IN_URL = /^[A-Za-z0-9_.~-]+$/;
const IN_QUOTES = /^[^"'\\\n$`{}]+$/;
const IN_XML = /^[^<>&"\n]+$/;
const IN_SHELL = /^[A-Za-z0-9_.+/=@:~%-]+$/;

export const ASSIGNED: readonly Surrounding[] = [
  { name: "env file", path: ".env", text: where(BARE, (name, value) => `LOG_LEVEL=info\n${upper(name)}=${value}\nPORT=8080\n`) },
  { name: "env file, quoted", path: ".env.production", text: where(IN_QUOTES, (name, value) => `${upper(name)}="${value}"\n`) },
  { name: "JSON", path: "config.json", text: (name, value) => `{\n  "level": "info",\n  "${camel(name)}": ${JSON.stringify(value)},\n  "retries": 3\n}\n` },
  { name: "JSON in a JSON string", path: "event.json", text: where(IN_QUOTES, (name, value) => JSON.stringify({ body: JSON.stringify({ [snake(name)]: value, retries: 3 }) })) },
  { name: "YAML", path: "values.yaml", text: where(BARE, (name, value) => `app:\n  level: info\n  ${snake(name)}: ${value}\n`) },
  { name: "YAML, quoted", path: "deploy.yaml", text: where(IN_QUOTES, (name, value) => `env:\n  - name: ${upper(name)}\n    value: "${value}"\n`) },
  { name: "TOML", path: "settings.toml", text: where(IN_QUOTES, (name, value) => `[app]\nlevel = "info"\n${snake(name)} = "${value}"\n`) },
  { name: "INI", path: "app.ini", text: where(BARE, (name, value) => `[app]\n${snake(name)} = ${value}\n`) },
  { name: "XML element", path: "settings.xml", text: where(IN_XML, (name, value) => `<settings>\n  <${camel(name)}>${value}</${camel(name)}>\n</settings>\n`) },
  { name: "XML attribute", path: "web.config", text: where(IN_XML, (name, value) => `<appSettings>\n  <add key="${pascal(name)}" value="${value}" />\n</appSettings>\n`) },
  { name: "JavaScript", path: "src/client.js", text: where(IN_QUOTES, (name, value) => `const ${camel(name)} = '${value}';\n`) },
  { name: "Python", path: "app/settings.py", text: where(IN_QUOTES, (name, value) => `import os\n\n${upper(name)} = "${value}"\n`) },
  { name: "Go", path: "main.go", text: where(IN_QUOTES, (name, value) => `func main() {\n\t${camel(name)} := "${value}"\n}\n`) },
  { name: "Java", path: "src/Client.java", text: where(IN_QUOTES, (name, value) => `    private static final String ${upper(name)} = "${value}";\n`) },
  { name: "shell", path: "deploy.sh", text: where(IN_SHELL, (name, value) => `#!/bin/sh\nexport ${upper(name)}=${value}\n./run --all\n`) },
  { name: "option of a command", path: "README.txt", text: where(IN_SHELL, (name, value) => `$ app start --${kebab(name)} ${value} --verbose\n`) },
  { name: "URL query", path: "notes.txt", text: where(IN_URL, (name, value) => `https://service.internal/v1/items?${snake(name)}=${value}&limit=10\n`) },
  { name: "HTTP header", path: "request.http", text: where(BARE, (name, value) => `GET /v1/items HTTP/1.1\nHost: service.internal\n${header(name)}: ${value}\n\n`) },
  { name: "log line", path: "app.log", text: where(BARE, (name, value) => `2026-03-04T05:06:07Z INFO start ${snake(name)}=${value} region=eu\n`) },
  { name: "Markdown", path: "docs/setup.md", text: where(/^[^\n`]+$/, (name, value) => `# Setup\n\nSet \`${upper(name)}\` to \`${value}\` first.\n`) },
];

/** For examples that are texts of their own: what holds a text of any kind. */
export const ENCLOSED: readonly Surrounding[] = [
  { name: "by itself", path: "notes.txt", text: (_name, text) => text },
  { name: "between other lines", path: "notes.txt", text: (_name, text) => `First the setup.\n\n${text}\n\nThen the rest.\n` },
  { name: "Windows line ends", path: "notes.txt", text: (_name, text) => text.replaceAll("\n", "\r\n") },
  { name: "shell here-document", path: "setup.sh", text: (_name, text) => `cat > file <<'EOF'\n${text}\nEOF\n` },
  { name: "Markdown fence", path: "docs/setup.md", text: (_name, text) => `# Setup\n\n\`\`\`\n${text}\n\`\`\`\n` },
  { name: "Python text", path: "app/fixture.py", text: where(/^(?!.*""")/s, (_name, text) => `TEXT = """\n${text}\n"""\n`) },
  { name: "Go text", path: "main_test.go", text: where(/^[^`]*$/, (_name, text) => `const text = \`\n${text}\n\`\n`) },
  { name: "HTML", path: "page.html", text: (_name, text) => `<pre>\n${text}\n</pre>\n` },
];

/** The name before a value that something assigns: the last word before quotes, brackets and an operator. */
export function nameOf(text: string, start: number): string | undefined {
  return /([A-Za-z][A-Za-z0-9_.-]*)(?:["'`\]\\)]*\s*(?::?=>?|[:,(>|]|\s)\s*(?:[A-Za-z]+\()?["'`\\]*)$/.exec(text.slice(0, start))?.[1];
}

export const finds = (findings: readonly RawFinding[], rule: number, value: string): boolean => findings.some((f) => f.rule === rule && f.value === value);
