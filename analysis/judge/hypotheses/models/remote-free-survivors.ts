import { makeProgramRandom } from './program-random.ts';

/** Of the first pair. */
const survivorStream = 2000;

/** Which of the `count` blocks of the first pass survive in a trial of workload `remote-free`: exactly `perMille` of them, rounded down. */
export function drawSurvivors(seed: string, count: number, perMille: number): boolean[] {
  const random = makeProgramRandom(seed, survivorStream);
  let wanted = Math.floor((count * perMille) / 1000);
  return Array.from({ length: count }, (_, i) => {
    const survives = random.below(count - i) < wanted;
    if (survives) wanted--;
    return survives;
  });
}
