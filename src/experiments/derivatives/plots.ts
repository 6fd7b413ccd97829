import type { Panel, PlotSpecification, Series } from '../../plot/specification.js';
import type { DerivativesResult, Measured } from './result.js';

/** Points of a curve on each side of 0. */
const half = 200;
/** What of a curve is drawn. */
const [lowest, highest] = [-1.5, 2.5];

/** An activation and its slope at 2 half + 1 points of [-reach, reach], 0 among them. */
export function curveOf(
  reach: number,
  at: (points: readonly number[]) => { readonly values: readonly number[]; readonly slopes: readonly number[] },
): Measured['curve'] {
  const z = Array.from({ length: 2 * half + 1 }, (_, index) => (reach * (index - half)) / half);
  return { z, ...at(z) };
}

export function derivativePlots({ rows }: DerivativesResult): readonly PlotSpecification[] {
  const reach = rows[0]!.curve.z.at(-1)!;
  const z = { label: 'z', scale: 'linear', domain: [-reach, reach] } as const;
  const series = (name: string, xs: readonly number[], ys: readonly number[]): Series => ({
    name,
    mark: 'line',
    points: xs.map((x, index) => ({ x, y: within(ys[index]!) })),
  });
  const panels = rows.map(
    ({ name, curve }): Panel => ({
      title: name,
      x: z,
      y: { label: '', scale: 'linear', domain: [lowest, highest] },
      series: [series('f', curve.z, curve.values), series("f'", curve.z, curve.slopes)],
    }),
  );
  const tail = rows.filter(({ ends }) => ends.slopes.every((end) => end === 0));
  return [
    { title: 'Activations and their slopes', description: 'Each activation f and its derivative, as the engine computes them.', columns: 3, panels },
    ...(tail.length === 0
      ? []
      : [
          {
            title: 'How slopes die out',
            description: '|slope| on a log axis, for activations that saturate on both sides: exponentially, as a power (softsign), or to exactly 0 at a kink.',
            columns: 1,
            panels: [
              {
                title: "|f'(z)|",
                x: z,
                y: { label: "|f'|", scale: 'log' as const, domain: [1e-3, 2] as const },
                series: tail.map(({ name, curve }) => ({
                  name,
                  mark: 'line' as const,
                  points: curve.z.map((x, index) => ({ x, y: Math.abs(curve.slopes[index]!) >= 1e-3 ? Math.abs(curve.slopes[index]!) : Number.NaN })),
                })),
              },
            ],
          },
        ]),
  ];
}

const within = (y: number): number => (y >= lowest && y <= highest ? y : Number.NaN);
