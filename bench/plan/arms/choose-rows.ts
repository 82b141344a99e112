import { canDecide } from '../../../results/schema/experiment.ts';
import { type PlannedRow, type Preset, rowsOnRequest } from '../presets.ts';
import { calibrateName } from './calibration.ts';
import type { ArmContext } from './list-cells.ts';

/** The rows of the request's workloads, else of the preset; those of hypotheses as far as the place can decide them. */
export function chooseRows({ request, preset, place }: ArmContext): readonly PlannedRow[] {
  const isAnswered = ({ hypothesis }: PlannedRow) =>
    hypothesis === undefined || canDecide(place, hypothesis.decidedOn);
  if (preset.name === 'hypotheses') return preset.workloads.filter(isAnswered);
  const isPreset = (name: string) => preset.workloads.some((row) => row.workload === name);
  if (request.workloads === undefined) {
    // Setting a parameter of a workload that the preset leaves out asks for that workload.
    const extra = request.levels.map((level) => level.workload).filter((name) => !isPreset(name));
    return [...preset.workloads, ...rowsOf(extra, preset)];
  }
  return rowsOf(request.workloads, preset);
}

function rowsOf(names: readonly string[], preset: Preset): PlannedRow[] {
  return [...new Set(names)]
    .filter((name) => name !== calibrateName)
    .flatMap((name) => {
      const rows = preset.workloads.filter((row) => row.workload === name);
      return rows.length > 0 ? rows : rowsOnRequest(name);
    });
}
