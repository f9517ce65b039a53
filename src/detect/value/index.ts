/**
 * How likely a value is a credential, by what it is: 0 to 1. A small model (boosted trees on the features of
 * `features.ts`), trained by `npm run train`; `docs/model.md` tells on what and how well it does.
 *
 * Asked only for what survived the filters: it costs some 20 microseconds a value, and the first one reads the data file.
 */
import type { Subject } from "../subject.js";
import { features } from "./features.js";
import { DEPTH, LEAF_UNIT, LEAVES, NODES, weights, type Weights } from "./weights.js";

/** Likelihood that the subject's value is a credential, 0 to 1, from the value, its name and its place. */
export function valueScore(subject: Subject): number {
  const model = weights();
  return 1 / (1 + Math.exp(-logOdds(model, features(subject, model))));
}

export function logOdds({ trees, features: tested, thresholds, leaves }: Weights, row: Float64Array): number {
  let sum = 0;
  for (let tree = 0; tree < trees; tree++) {
    let node = 0;
    for (let depth = 0; depth < DEPTH; depth++) {
      const at = tree * NODES + node;
      node = 2 * node + ((row[tested[at]]) < (thresholds[at]) ? 1 : 2);
    }
    sum += leaves[tree * LEAVES + node - NODES];
  }
  return sum / LEAF_UNIT;
}
