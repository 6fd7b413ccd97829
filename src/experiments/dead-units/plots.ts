import type { PlotSpecification, Series } from '../../plot/specification.js';
import { survivalProbability } from '../../theory/dead-units.js';
import type { Course, DeadUnitsResult, Moment } from './measure.js';

export function deadUnitsPlots({ survivals, start, courses, patients, killSteps }: DeadUnitsResult): PlotSpecification[] {
  const widths = [...new Set(survivals.map(({ width }) => width))];
  const deepest = Math.max(...survivals.map(({ depth }) => depth));
  const depths = Array.from({ length: deepest }, (_, index) => index + 1);
  const [activation, init] = [courses[0]?.activation, courses[0]?.init];
  const chosen = courses.filter((it) => it.init === init);
  const relu = chosen.filter((it) => it.activation === activation);
  return [
    {
      title: 'Random ReLU networks: signals that survive, and units that do not',
      description:
        'The probability (1 - 2^-n)^L against the depth L, a line for each width n, with what was counted; and the shares of active and of dead units on digits in every layer of untrained networks.',
      columns: 2,
      panels: [
        {
          title: 'signals of one input, width n',
          x: { label: 'hidden layers', scale: 'linear' },
          y: { label: 'probability', scale: 'linear', domain: [0, 1] },
          series: [
            ...widths.map(
              (width): Series => ({ name: `n = ${width}`, mark: 'line', points: depths.map((depth) => ({ x: depth, y: survivalProbability(width, depth) })) }),
            ),
            { name: 'counted', mark: 'points', points: survivals.map(({ depth, survival }) => ({ x: depth, y: survival.measured })) },
          ],
        },
        {
          title: "units on digits, He's weights",
          x: { label: 'layer', scale: 'linear' },
          y: { label: 'share', scale: 'linear', domain: [0, 1] },
          series: [
            { name: 'active', mark: 'line', points: start.map(({ active }, index) => ({ x: index + 1, y: active.measured })) },
            { name: 'dead for all digits', mark: 'line', points: start.map(({ dead }, index) => ({ x: index + 1, y: dead })) },
          ],
        },
      ],
    },
    {
      title: `Dead units on digits, ${activation}, ${init}`,
      description:
        'Share of the units of each layer that pass no gradient on any image: untrained, and trained with several learning rates; a panel for each depth.',
      columns: 3,
      panels: [...new Set(relu.map(({ depth }) => depth))].map((depth) => {
        const these = relu.filter((it) => it.depth === depth);
        return {
          title: `${depth} hidden layers`,
          x: { label: 'layer', scale: 'linear' as const },
          y: { label: 'dead units', scale: 'linear' as const, domain: [0, 1] as const },
          series: [
            byLayer('untrained', these[0]?.moments[0], 'dead'),
            ...these.map((it) => byLayer(`trained, learning rate ${it.rate}${it.diverged ? ', until it diverged' : ''}`, it.moments.at(-1), 'dead')),
          ],
        };
      }),
    },
    activity(chosen),
    {
      title: 'A network that has died, and leaky ReLU from the same seed',
      description: `Share of right answers and of dead units in the worst layer, during ${killSteps} updates that are too long and careful ones after them: ReLU stays dead, leaky ReLU learns.`,
      columns: 2,
      panels: [
        { title: 'right answers', label: 'share', of: ({ accuracy }: Moment) => accuracy },
        { title: 'dead units of the worst layer', label: 'share', of: ({ layers }: Moment) => Math.max(...layers.map(({ dead, units }) => dead / units)) },
      ].map(({ title, label, of }) => ({
        title,
        x: { label: 'updates', scale: 'linear' as const },
        y: { label, scale: 'linear' as const, domain: [0, 1] as const },
        series: patients
          .filter(({ seed }) => seed === patients[0]?.seed)
          .map((it): Series => ({ name: it.activation, mark: 'line', points: it.moments.map((moment) => ({ x: moment.step, y: of(moment) })) })),
      })),
    },
  ];
}

/** Activity by layer, untrained and after the gentlest training, at the middle depth. */
function activity(courses: readonly Course[]): PlotSpecification {
  const depths = [...new Set(courses.map(({ depth }) => depth))];
  const depth = depths[Math.floor(depths.length / 2)];
  const rate = Math.min(...courses.map((it) => it.rate));
  const these = courses.filter((it) => it.depth === depth && it.rate === rate);
  const panel = (title: string, look: (course: Course) => Moment | undefined) => ({
    title,
    x: { label: 'layer', scale: 'linear' as const },
    y: { label: 'share with z > 0', scale: 'linear' as const, domain: [0, 1] as const },
    series: these.map((it) => byLayer(it.activation, look(it), 'active')),
  });
  return {
    title: `Active units on digits, ${depth} hidden layers`,
    description: 'Share of pairs of unit and image with z > 0 in each layer, untrained and trained, for every activation.',
    columns: 2,
    panels: [panel('untrained', ({ moments }) => moments[0]), panel(`trained, learning rate ${rate}`, ({ moments }) => moments.at(-1))],
  };
}

function byLayer(name: string, moment: Moment | undefined, key: 'dead' | 'active'): Series {
  const points = (moment?.layers ?? []).map((it, index) => ({ x: index + 1, y: key === 'dead' ? it.dead / it.units : it.active }));
  return { name, mark: 'line', points };
}
