import { type ContenderName, contenderTitles } from './contender.ts';
import type { Question } from './questions.ts';
import type { Growth, Results } from './report.ts';

const colours: Readonly<Record<ContenderName, string>> = {
  hand: '#7a7a7a',
  'peer-defaults': '#d8a25c',
  'peer-best': '#c0692b',
  planner: '#2463b4',
  ordinary: '#9dbde3',
};
const style = 'font-family="system-ui, sans-serif" font-size="12"';

/** Requests per second over 16 connections as shares of the limit: one group of bars per question. */
export function plotRatios(results: Results, questions: readonly Question[]): string {
  const names = [...new Set(results.measured.map(({ contender }) => contender))].filter(
    (name) => name !== 'hand',
  );
  const [left, top, height, bar, gap] = [60, 50, 260, 14, 22];
  const group = names.length * bar + gap;
  const width = left + questions.length * group + 20;
  const value = (question: string, contender: ContenderName) =>
    results.measured.find(
      (one) => one.question === question && one.contender === contender && one.connections === 16,
    )?.requestsPerSecond ?? 0;
  const shares = questions
    .flatMap(({ name }) => names.map((contender) => value(name, contender) / value(name, 'hand')))
    .filter(Number.isFinite);
  const most = Math.max(1, ...shares) * 1.05;
  const y = (share: number) => top + height - (share / most) * height;
  const bars = questions.flatMap(({ name }, index) =>
    names.map((contender, place) => {
      const share = value(name, contender) / value(name, 'hand');
      if (!Number.isFinite(share)) return '';
      const x = left + index * group + gap / 2 + place * bar;
      return `<rect x="${x}" y="${round(y(share))}" width="${bar - 2}" height="${round(top + height - y(share))}" fill="${colours[contender]}"><title>${contenderTitles[contender]}: ${share.toFixed(2)}</title></rect>`;
    }),
  );
  const labels = questions.map(({ name, tuned }, index) => {
    const x = left + index * group + group / 2;
    return `<text transform="translate(${x},${top + height + 14}) rotate(30)">${name}${tuned ? ' *' : ''}</text>`;
  });
  const marks = [0.25, 0.5, 0.75, 1, 1.25, 1.5].filter((share) => share <= most);
  const title = `Requests per second as a share of hand-written SQL, ${results.events.toLocaleString('en')} events, 16 connections (* tuned on)`;
  return svg(title, left, width + 60, top + height + 90, [
    legend(names, left, 36),
    ...marks.map(
      (share) =>
        line(left, y(share), width, y(share), share === 1 ? '#555' : '#ddd') +
        `<text x="${left - 8}" y="${round(y(share) + 4)}" text-anchor="end">${share}</text>`,
    ),
    ...bars,
    ...labels,
  ]);
}

/** The median request over one connection at several sizes, as a multiple of that at the smallest: one panel per question. */
export function plotGrowth(growth: readonly Growth[], questions: readonly Question[]): string {
  const names = [...new Set(growth.map(({ contender }) => contender))];
  const sizes = [...new Set(growth.map(({ events }) => events))].sort((a, b) => a - b);
  const [first = 1, last = 1] = [sizes.at(0), sizes.at(-1)];
  const [panel, high, columns] = [190, 130, 5];
  const panels = questions.map(({ name, grows }, index) => {
    const [left, top] = [
      50 + (index % columns) * (panel + 30),
      70 + Math.floor(index / columns) * (high + 60),
    ];
    const lines = names.map((contender) => {
      const at = (events: number) =>
        growth.find((one) => one.question === name && one.contender === contender && one.events === events)
          ?.p50;
      return {
        contender,
        points: sizes
          .map((events) => [events, (at(events) ?? Number.NaN) / (at(first) ?? Number.NaN)] as const)
          .filter(([, times]) => Number.isFinite(times)),
      };
    });
    const most = Math.max(3, ...lines.flatMap(({ points }) => points.map(([, times]) => times)));
    const x = (events: number) => left + (Math.log(events / first) / Math.log(last / first || 1)) * panel;
    // From half to the most, in powers.
    const y = (times: number) =>
      top + high - (Math.log(Math.max(times, 0.5) / 0.5) / Math.log(most / 0.5)) * high;
    return [
      `<text x="${left}" y="${top - 8}">${name}${grows ? ' (may grow)' : ''}</text>`,
      ...[1, 2, 10, 100]
        .filter((times) => times <= most)
        .map(
          (times) =>
            line(left, y(times), left + panel, y(times), times === 2 && !grows ? '#c33' : '#ddd') +
            `<text x="${left - 6}" y="${round(y(times) + 4)}" text-anchor="end" font-size="10">${times}×</text>`,
        ),
      ...lines.map(
        ({ contender, points }) =>
          `<polyline fill="none" stroke="${colours[contender]}" stroke-width="2" points="${points.map(([events, times]) => `${round(x(events))},${round(y(times))}`).join(' ')}"/>`,
      ),
      ...sizes.map(
        (events) =>
          `<text x="${round(x(events))}" y="${top + high + 14}" text-anchor="middle" font-size="10">${events >= 1_000_000 ? `${events / 1_000_000} M` : `${events / 1000} k`}</text>`,
      ),
    ].join('\n');
  });
  const height = 70 + Math.ceil(questions.length / columns) * (high + 60);
  const title = `Median time of a request as a multiple of that at ${first.toLocaleString('en')} events (red: twice)`;
  return svg(title, 50, 60 + columns * (panel + 30), height, [legend(names, 50, 38), ...panels]);
}

function legend(names: readonly ContenderName[], left: number, y: number): string {
  return names
    .map(
      (name, index) =>
        `<rect x="${left + index * 220}" y="${y - 10}" width="10" height="10" fill="${colours[name]}"/><text x="${left + 15 + index * 220}" y="${y}">${contenderTitles[name]}</text>`,
    )
    .join('');
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}"/>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function svg(title: string, left: number, width: number, height: number, parts: readonly string[]): string {
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" ${style}>
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${left}" y="18" font-size="14">${title}</text>
${parts.join('\n')}
</svg>
`;
}
