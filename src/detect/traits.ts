/** Which rules have a trait, without reading the rules. */
import type { CompiledPack } from "../model.js";

/** Their numbers, for a bit of TRAIT. */
export function numbered({ traits }: Pick<CompiledPack, "traits">, trait: number): number[] {
  const found: number[] = [];
  traits.forEach((bits, rule) => {
    if ((bits & trait) !== 0) found.push(rule);
  });
  return found;
}
