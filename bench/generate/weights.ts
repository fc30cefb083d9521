/**
 * How likely each of `count` things is, the likeliest first, as sums up to each (the last is 1): a power law that
 * breaks off, so that the first has the share `first` and the last the share `last`.
 */
export function skewedShares(count: number, first: number, last: number): number[] {
  const sharesFor = (power: number, fall: number) => {
    const weights = Array.from(
      { length: count },
      (_, index) => (index + 1) ** -power * Math.exp(-fall * (index / count) ** 3),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
  const fallFor = (power: number) => solve(0, 30, (fall) => last - (sharesFor(power, fall).at(-1) ?? 0));
  const power = solve(0, 2, (tried) => (sharesFor(tried, fallFor(tried))[0] ?? 0) - first);
  let sum = 0;
  return sharesFor(power, fallFor(power)).map((share) => {
    sum += share;
    return sum;
  });
}

/** Where a function that grows is nought. */
function solve(low: number, high: number, grows: (tried: number) => number): number {
  for (let round = 0; round < 50; round += 1) {
    const middle = (low + high) / 2;
    if (grows(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Sums of plain shares, for picking one of several by a random number. */
export function sums(shares: readonly number[]): number[] {
  let sum = 0;
  return shares.map((share) => {
    sum += share;
    return sum;
  });
}
