import type { Estimate } from '../../../results/schema/estimate.ts';
import type { Report } from '../../../results/schema/report.ts';
import { intervalName } from '../../format/interval.ts';
import { type Block, type Findings, paragraph } from '../block.ts';
import { isCalibration } from '../findings.ts';
import { chooseHeadlines } from './choose-headlines.ts';
import { notClaimed } from './claims.ts';
import { capitalized } from './headline.ts';
import { listHeadlines } from './list-headlines.ts';
import { describeWhat } from './what.ts';

/** What was measured, the findings as sentences, how to read their numbers, and what they do not claim. */
export function makeHeadlines(report: Report): readonly Block[] {
  const { findings, reading } = listFindings(report);
  if (findings.entries.length === 0) return [paragraph(describeWhat(report)), paragraph(nothingFound)];
  return [
    paragraph(describeWhat(report)),
    findings,
    paragraph(reading),
    ...judgedTexts(report).map(paragraph),
    paragraph(notClaimed(report)),
  ];
}

/** The same as a post has it, which ends in a question. */
export function makePostHeadlines(report: Report): readonly Block[] {
  const { findings, question } = listFindings(report);
  if (findings.entries.length === 0) return makeHeadlines(report);
  return [...makeHeadlines(report), paragraph(`Question: ${question === '' ? plainQuestion : question}`)];
}

const nothingFound = 'Nothing was found: no trial gave a number that may be believed.';
const plainQuestion = 'which of these numbers does anybody see differently on a machine of their own?';

function listFindings(report: Report) {
  const { shown, alike, left } = chooseHeadlines(listHeadlines(report));
  const isSingle = alike.some((one) => one.estimates.some(({ n }) => n === 1));
  const together = {
    lead: `No difference between targets is shown in what follows${isSingle ? '; one value, n=1, can show none' : ''}.`,
    rest: `${capitalized(alike.map((one) => one.alike).join('; '))}.`,
    about: 'what does not differ',
  };
  const findings: Findings = {
    type: 'findings',
    entries: [
      ...shown.map(({ lead, rest, about }) => ({ lead, rest, about })),
      ...(alike.length === 0 ? [] : [together]),
    ],
    left: left.map(({ about }) => about),
  };
  const estimates = [...shown, ...alike].flatMap((one) => one.estimates);
  return {
    findings,
    reading: readingText(estimates, report.run.family !== null),
    question: shown.find(({ question }) => question !== '')?.question ?? '',
  };
}

/** How the hypotheses came out that the run was made for. */
function judgedTexts({ findings }: Report): readonly string[] {
  const judged = findings.filter((finding) => !isCalibration(finding));
  if (judged.length === 0) return [];
  const counts = (
    ['supported', 'refuted', 'unsettled', 'invalid', 'not-run', 'needs-hardware'] as const
  ).flatMap((wanted) => {
    const count = judged.filter(({ verdict }) => verdict === wanted).length;
    return count === 0 ? [] : [`${count} ${wanted.replace('-', ' ')}`];
  });
  return [
    `Of ${judged.length} hypotheses, judged by rules that were fixed before the run: ${counts.join(', ')}.`,
  ];
}

/** What stands in brackets and between dots, and what has nothing around it. */
function readingText(estimates: readonly Estimate[], hasRatios: boolean): string {
  const around = estimates.filter(({ n, lower, upper }) => n > 1 && lower < upper);
  const [first] = around.filter(({ intervalKind }) => intervalKind === 'confidence');
  const parts = [
    'Medians over n blocks',
    ...(first === undefined ? [] : [`[a, b] is a ${intervalName(first)} interval`]),
    ...(around.some(({ intervalKind }) => intervalKind === 'range') ? ['a..b is lowest to highest'] : []),
    ...(hasRatios ? ['intervals of ratios of times hold together'] : []),
    ...(estimates.some(({ n }) => n === 1) ? ['n=1 is one value'] : []),
    ...(estimates.some(({ n, lower, upper }) => n > 1 && lower === upper)
      ? ['with nothing beside it a number was the same in all']
      : []),
  ];
  return `${parts.join('; ')}.`;
}
