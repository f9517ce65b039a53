/** Gradient boosting of shallow trees for the logistic loss, on features in quantile bins. Deterministic. */
import { LEAF_UNIT, LEAVES, NODES } from "../../src/detect/value/weights.js";

export interface Row {
  readonly features: Float64Array;
  readonly label: 0 | 1;
  readonly weight: number;
}

export interface Forest {
  readonly trees: number;
  readonly features: number[];
  readonly thresholds: number[];
  readonly leaves: number[];
}

const BINS = 64;
const RATE = 0.12;
/** Least sum of second derivatives in a leaf: what keeps leaves from learning single rows. */
const LEAST = 8;
const RIDGE = 4;

export function boost(rows: readonly Row[], trees: number, report: (tree: number, loss: number) => void): Forest {
  const width = rows[0]?.features.length ?? 0;
  const edges = Array.from({ length: width }, (_, f) => binEdges(rows.map((row) => row.features[f])));
  const bins = edges.map((own, f) => Uint8Array.from(rows, (row) => binOf(own, row.features[f])));
  const scores = new Float64Array(rows.length);
  const forest: Forest = { trees, features: [], thresholds: [], leaves: [] };
  for (let tree = 0; tree < trees; tree++) {
    const gradient = new Float64Array(rows.length);
    const curvature = new Float64Array(rows.length);
    let loss = 0;
    rows.forEach(({ label, weight }, i) => {
      const p = 1 / (1 + Math.exp(-scores[i]));
      gradient[i] = weight * (label - p);
      curvature[i] = weight * p * (1 - p);
      loss -= weight * Math.log(Math.max(1e-9, label === 1 ? p : 1 - p));
    });
    grow(forest, edges, bins, gradient, curvature, scores);
    report(tree, loss / rows.length);
  }
  return forest;
}

function grow(forest: Forest, edges: readonly number[][], bins: readonly Uint8Array[], gradient: Float64Array, curvature: Float64Array, scores: Float64Array): void {
  const node = new Uint16Array(scores.length);
  for (let at = 0; at < NODES; at++) {
    const split = bestSplit(at, node, edges, bins, gradient, curvature);
    // A node that nothing parts sends all to the left.
    forest.features.push(split?.feature ?? 0);
    forest.thresholds.push(split?.threshold ?? Infinity);
    for (let i = 0; i < node.length; i++) if (node[i] === at) node[i] = 2 * at + (split === undefined || (bins[split.feature])[i] < split.bin ? 1 : 2);
  }
  const sums = new Float64Array(LEAVES);
  const weights = new Float64Array(LEAVES);
  node.forEach((leaf, i) => {
    sums[leaf - NODES] += gradient[i];
    weights[leaf - NODES] += curvature[i];
  });
  const leaves = Array.from(sums, (sum, leaf) => Math.round((RATE * sum / (weights[leaf] + RIDGE)) * LEAF_UNIT));
  forest.leaves.push(...leaves);
  node.forEach((leaf, i) => (scores[i] += (leaves[leaf - NODES]) / LEAF_UNIT));
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly threshold: number;
}

function bestSplit(at: number, node: Uint16Array, edges: readonly number[][], bins: readonly Uint8Array[], gradient: Float64Array, curvature: Float64Array): Split | undefined {
  let best: Split | undefined;
  let bestGain = 1e-6;
  const members: number[] = [];
  for (let i = 0; i < node.length; i++) if (node[i] === at) members.push(i);
  bins.forEach((own, feature) => {
    const g = new Float64Array(BINS + 1);
    const h = new Float64Array(BINS + 1);
    for (const i of members) {
      g[own[i]] += gradient[i];
      h[own[i]] += curvature[i];
    }
    const allG = g.reduce((a, b) => a + b, 0);
    const allH = h.reduce((a, b) => a + b, 0);
    let leftG = 0;
    let leftH = 0;
    for (let bin = 1; bin <= (edges[feature]).length; bin++) {
      leftG += g[bin - 1];
      leftH += h[bin - 1];
      if (leftH < LEAST || allH - leftH < LEAST) continue;
      const gain = leftG ** 2 / (leftH + RIDGE) + (allG - leftG) ** 2 / (allH - leftH + RIDGE) - allG ** 2 / (allH + RIDGE);
      if (gain > bestGain) {
        bestGain = gain;
        best = { feature, bin, threshold: (edges[feature])[bin - 1] };
      }
    }
  });
  return best;
}

/** Values that part the others into bins of about the same size; each a number that a float holds exactly. */
function binEdges(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const edges = new Set<number>();
  for (let i = 1; i < BINS; i++) {
    const at = Math.floor((i * sorted.length) / BINS);
    const below = sorted[at - 1] ?? 0;
    const here = sorted[at] ?? 0;
    const next = here > below ? here : sorted.find((value) => value > here);
    if (next !== undefined) edges.add(Math.fround((Math.max(below, here === next ? below : here) + next) / 2));
  }
  return [...edges].sort((a, b) => a - b);
}

function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < (edges[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
