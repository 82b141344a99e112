/** Share of controls of a healthy run (2.4 % a block, 19 blocks) whose interval is not within ± 3 %: 0.28 % by simulation. */
const healthyShare = 0.003;
/** What the whole gate may cost a healthy run is 5 %, of which Holm at 1 % takes one part. */
const level = 0.04;

/**
 * How many of a run's A/A controls may have an interval that is not within the margin before the run is not valid for timing:
 * the least k with P(Binomial(controls, 0.003) > k) ≤ 0.04. 0 up to 13 controls, 1 up to 104. Demanding all of them would
 * fail a quarter of healthy runs with 100 controls. RangeError for a number that is not whole or negative.
 */
export function allowedOutside(controls: number): number {
  if (!(Number.isInteger(controls) && controls >= 0)) throw new RangeError(`number of controls ${controls}`);
  let term = (1 - healthyShare) ** controls;
  let beyond = 1 - term;
  let k = 0;
  while (beyond > level) {
    term *= ((controls - k) / (k + 1)) * (healthyShare / (1 - healthyShare));
    beyond -= term;
    k += 1;
  }
  return k;
}
