/** From argv to a command and its flags, by commander; help, version and mistakes are answers too. */
import { resolve } from "node:path";
import { Command, CommanderError, Option, type ErrorOptions } from "commander";
import { TokscanError } from "../errors.js";
import { VERSION } from "../version.js";
import { CATALOGUE, GROUP_TEXT, ORDER } from "./catalogue.js";
import { COMMANDS, flagText, isOfCommand, isOptionName, option, OPTION_NAMES, type CommandName, type OptionName } from "./flags.js";
import { exists } from "./files.js";
import type { TypedFlags } from "./settings.js";
import { nearest } from "../suggest.js";

export interface Invocation {
  readonly kind: "run";
  readonly command: CommandName;
  readonly args: readonly string[];
  readonly typed: TypedFlags;
}

/** Help and version, asked for or (`misused`) shown because no command was named. */
export interface Shown {
  readonly kind: "show";
  readonly text: string;
  readonly misused: boolean;
}

const WIDTH = 80;

/** @param argv without node and script @throws TokscanError option-invalid, option-unknown */
export function parse(argv: readonly string[], cwd: string): Invocation | Shown {
  const run = new Run(cwd, meant(argv));
  try {
    run.program.parse(argv, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return { kind: "show", text: run.printed, misused: error.exitCode !== 0 };
    throw error;
  }
  return run.invocation ?? { kind: "show", text: run.program.helpInformation(), misused: true };
}

/**
 * The commands that may run, by the words of their names; all where none is named or help may be asked for. Only these get
 * their flags: building all of them took a tenth of a hook's time.
 */
function meant(argv: readonly string[]): ReadonlySet<CommandName> {
  const named = COMMANDS.filter((name) => name.split(" ").every((word) => argv.includes(word)));
  return new Set(named.length === 0 || argv.some((word) => /^(?:-[^-]*h.*|--help|help)$/.test(word)) ? COMMANDS : named);
}

/** One parse: commander's objects remember what they parsed. */
class Run {
  printed = "";
  invocation: Invocation | undefined;
  readonly program: Speaking;

  /** @param whole commands that are told with their flags, arguments and help; of the others the name and the summary */
  constructor(cwd: string, whole: ReadonlySet<CommandName>) {
    this.program = new Speaking("tokscan", cwd);
    const print = (text: string): void => void (this.printed += text);
    this.program
      // Some groups are commands too: what stands behind the next word is that word's, here and in groups.
      .enablePositionalOptions()
      .exitOverride()
      .configureOutput({ writeOut: print, writeErr: print, getOutHelpWidth: () => WIDTH, getErrHelpWidth: () => WIDTH, getOutHasColors: () => false, getErrHasColors: () => false })
      .configureHelp({ sortSubcommands: false })
      .description("Finds leaked credentials in file trees, histories and changes, and stops them before they are pushed.")
      .version(`tokscan ${VERSION} (Node ${process.versions.node}, ${process.platform}-${process.arch})`, "-V, --version", "print the version")
      .helpOption("-h, --help", "show help")
      .helpCommand("help [command]", "show help for a command")
      .addHelpText("after", after([["tokscan scan", "scan the current folder"], ["tokscan help scan", "all options of a command"]], CATALOGUE.scan.exits));
    for (const name of COMMANDS) this.add(name, whole.has(name));
  }

  /** A group's own command, if it is one, stands before those below it. */
  private parentOf(name: CommandName): Command {
    const [group = "", rest] = name.split(" ");
    if (rest === undefined) return this.program;
    const words = GROUP_TEXT[group];
    return this.program.commands.find((command) => command.name() === group) ?? this.program.command(group).summary(words?.summary ?? "").description(words?.description ?? "");
  }

  private add(name: CommandName, whole: boolean): void {
    const words = CATALOGUE[name];
    const command = this.parentOf(name).command(name.slice(name.indexOf(" ") + 1)).summary(words.summary).description(words.description);
    command.enablePositionalOptions();
    if (!whole) return;
    if (words.arguments !== "") command.argument(words.arguments, words.argumentHelp);
    const typed = new Map<OptionName, string[]>();
    for (const flag of OPTION_NAMES.filter((flag) => isOfCommand(flag, name))) addFlag(command, flag, name, typed);
    command.addHelpText("after", after(words.examples, words.exits, ORDER));
    command.action(() => {
      this.invocation = { kind: "run", command: name, args: command.args, typed };
    });
  }
}

/** Each occurrence is gathered as it was typed; commander's own values are not used. */
function addFlag(command: Command, name: OptionName, of: CommandName, typed: Map<OptionName, string[]>): void {
  command.addOption(new Option(flagText(name), description(name, of)).helpGroup(`${option(name).group}:`));
  command.on(`option:${name}`, (text: string | null | undefined) => {
    typed.set(name, [...(typed.get(name) ?? []), text ?? ""]);
  });
}

/** The help of the table, with what it takes and what it is unless said. */
export function description(name: OptionName, of: CommandName): string {
  const row = option(name);
  if (row.kind !== "value") return row.help;
  const choices = name === "format" ? CATALOGUE[of].formats : "enum" in row.parser.schema ? (row.parser.schema["enum"] as readonly string[]) : [];
  const taken = choices.length > 0 ? `: ${choices.join(", ")}` : "";
  return `${row.help}${taken} (default: ${row.fallbackText ?? String(row.fallback)})`;
}

function after(examples: readonly (readonly [string, string])[], exits: readonly (readonly [string, string])[], closing?: string): string {
  const lines = [
    "", "Examples:", ...examples.flatMap(([command, why]) => [`  # ${why}`, `  ${command}`]),
    "", "Exit codes:", ...exits.map(([code, meaning]) => `  ${code}  ${meaning}`),
  ];
  return [...lines, ...(closing === undefined ? [] : ["", ...wrapped(closing)])].join("\n");
}

function wrapped(text: string): string[] {
  return text.match(new RegExp(`\\S.{0,${WIDTH - 2}}(?=\\s|$)`, "g")) ?? [];
}

/** A command whose mistakes are ours to word. */
class Speaking extends Command {
  constructor(name: string | undefined, private readonly cwd: string) {
    super(name);
  }

  override createCommand(name?: string): Speaking {
    return new Speaking(name, this.cwd);
  }

  /** Commander names what is wrong in quotes, the last on the line. */
  override error(message: string, { code }: ErrorOptions = {}): never {
    const [, name = ""] = /'(.*)'/s.exec(message) ?? [];
    if (code === "commander.unknownOption") throw this.unknownFlag(name);
    if (code === "commander.unknownCommand") throw new TokscanError("option-unknown", { what: "command", name, nearest: this.nearestCommand(name) });
    if (code === "commander.optionMissingArgument") throw this.misused(name.split(/[ ,]+/).find((word) => word.startsWith("--")) ?? name, "nothing follows it");
    if (code === "commander.missingArgument") throw this.misused(this.path(), `<${name}> is missing`);
    throw this.misused(this.path(), code === "commander.excessArguments" ? "too many arguments" : "cannot be understood");
  }

  private misused(option: string, what: string): TokscanError {
    return new TokscanError("option-invalid", { option, what, expected: `See \`${this.path()} --help\`.` });
  }

  /** Only the flag's name is shown: what stands behind `=` may be anything. */
  private unknownFlag(text: string): TokscanError {
    const [flag = ""] = text.split("=");
    if (this.options.some(({ long }) => long === flag)) return this.misused(flag, "takes no value");
    const flags = [...this.options, { long: "--help", short: "-h" }].flatMap(({ long, short }) => [long, short]).filter((known) => typeof known === "string");
    const elsewhere = this.parent === null && isOptionName(flag.replace(/^--/, "")) ? `tokscan scan ${flag}` : undefined;
    return new TokscanError("option-unknown", { what: "option", name: flag, nearest: elsewhere ?? nearest(flag, flags) ?? "" });
  }

  /** `tokscan src` was meant as a scan. */
  private nearestCommand(name: string): string {
    const near = nearest(name, this.commands.map((command) => command.name()));
    if (near !== undefined) return `${this.path()} ${near}`;
    return this.parent === null && exists(resolve(this.cwd, name)) ? `tokscan scan ${name}` : "";
  }

  private path(): string {
    return this.parent instanceof Speaking ? `${this.parent.path()} ${this.name()}` : this.name();
  }
}
