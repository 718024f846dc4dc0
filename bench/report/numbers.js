/** @param {number[]} values */
export const median = (values) => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** @param {number[]} values @param {number} share such as 0.99 */
export const readPercentile = (values, share) =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/**
 * An interval that holds the true median with at least 95 % confidence, whatever the distribution: the k-th lowest and
 * the k-th highest value, k by the binomial distribution. Fewer than six values have no such interval: then the lowest
 * and the highest value.
 * @param {number[]} values @returns {{ low: number, high: number, is95: boolean }}
 */
export const medianInterval = (values) => {
  const sorted = [...values].sort((one, other) => one - other);
  const count = sorted.length;
  let outside = 2 / 2 ** count; // the chance that the median is outside of the interval between the ends
  const is95 = outside <= 0.05;
  let left = 0;
  for (let term = outside; left + 1 < count >> 1; left += 1) {
    term *= (count - left) / (left + 1);
    outside += term;
    if (outside > 0.05) break;
  }
  return { low: sorted[left], high: sorted[count - 1 - left], is95 };
};

/** The slope of a line through the points, by least squares. @param {[number, number][]} points */
export const slope = (points) => {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
};

/** @param {number} value @param {number} [digits] */
export const showNumber = (value, digits = 0) =>
  Number.isFinite(value)
    ? value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    : '-';

/** @param {number | undefined} project @param {number} other */
export const showRatio = (project, other) =>
  project === undefined || other === 0 ? '-' : `${showNumber(project / other, 2)} ×`;
