/** @param {number[]} values */
export const takeMedian = (values) => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The slope of a line through the points, by least squares. @param {[number, number][]} points */
export const takeSlope = (points) => {
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

/** @param {number | undefined} ours @param {number} theirs */
export const showRatio = (ours, theirs) =>
  ours === undefined || theirs === 0 ? '-' : `${showNumber(ours / theirs, 2)} ×`;
