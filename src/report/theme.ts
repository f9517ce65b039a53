/** The colours of the text report: the sixteen that every terminal theme defines, or none. */
import { Chalk } from "chalk";
import type { Severity } from "../model.js";

type Paint = (text: string) => string;

export interface Theme {
  readonly color: boolean;
  readonly severity: Readonly<Record<Severity, Paint>>;
  /** Where something stands. */
  readonly place: Paint;
  /** The masked value within its line. */
  readonly value: Paint;
  /** What is there to be skipped: labels, gutters. */
  readonly quiet: Paint;
  readonly good: Paint;
  readonly warning: Paint;
  /** What to type. */
  readonly command: Paint;
}

/** The level is explicit: whether there is colour was decided from flags and environment, not by what chalk sees. */
export function theme(color: boolean): Theme {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    color,
    severity: { critical: chalk.bold.red, high: chalk.red, medium: chalk.yellow, low: chalk.cyan },
    place: chalk.bold,
    value: chalk.bold.magenta,
    quiet: chalk.dim,
    good: chalk.green,
    warning: chalk.bold.yellow,
    command: chalk.bold,
  };
}
