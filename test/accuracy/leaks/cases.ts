/** Leaks as people make them: keys of many providers in many syntaxes, each in a file of its own. All from a seed. */
import { generate, seeded } from "../../../src/pack/generate.js";
import { fill } from "../forms.js";
import { SHAPES } from "./shapes.js";
import { SYNTAXES } from "./syntaxes.js";

export interface Leak {
  /** `<provider>/<number of the syntax>/<file>` */
  readonly path: string;
  readonly text: string;
  readonly value: string;
  readonly provider: string;
  readonly syntax: string;
}

const WORDS: readonly (readonly string[])[] = [["api", "key"], ["api", "token"], ["access", "token"], ["secret", "key"], ["client", "secret"], ["token"], ["secret"]];

/** Every `step`th case; all of them by default. The cases of a larger step are among those of a smaller that divides it. */
export function leaks(seed: number, step = 1): Leak[] {
  const random = seeded(seed);
  return Object.entries(SHAPES).flatMap(([provider, shape]) => SYNTAXES.map((syntax, number): Leak => {
    const value = ended(generate(shape, random));
    const words = [provider, ...WORDS[Math.floor(random() * WORDS.length)]];
    return { path: `${provider}/${number}/${syntax.file}`, text: fill(syntax, words, value), value, provider, syntax: syntax.name };
  })).filter((_, index) => index % step === 0);
}

/** A mark at an end cannot be told from what stands around the value. */
function ended(value: string): string {
  return value.replace(/^[-_/+=]/, "a").replace(/[-_.+/~]$/, "a");
}
