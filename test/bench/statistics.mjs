/** @typedef {{ median: number, min: number, max: number }} Spread */

/** @param {readonly number[]} values not empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Of the values that were measured. @param {readonly (number | null)[]} values @returns {Spread | null} */
export function spread(values) {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : { median: median(known), min: Math.min(...known), max: Math.max(...known) };
}
