import { csvOf } from '../../src/experiments/csv.js';
import type { ExperimentResult } from '../../src/experiments/perform.js';
import { encode } from '../../src/sweep/codec.js';
import { rasterize, save } from '../shell/save.js';

/** What was found, to take away: the same JSON and CSV as the command's. */
export function Downloads({
  name,
  result,
}: {
  readonly name: string;
  readonly result: ExperimentResult & { readonly version: string; readonly build: string };
}) {
  const { outcome, pictures, version, build } = result;
  const file = (index: number, ending: string) => `${name}${pictures.length > 1 ? `-${index + 1}` : ''}.${ending}`;
  return (
    <p class="buttons">
      Download:
      <button type="button" onClick={() => save(`${name}.json`, `${encode({ version, build, ...outcome })}\n`, 'application/json')}>
        JSON
      </button>
      <button type="button" onClick={() => save(`${name}.csv`, csvOf(outcome), 'text/csv')}>
        CSV
      </button>
      <button type="button" onClick={() => pictures.forEach((svg, index) => save(file(index, 'svg'), svg, 'image/svg+xml'))}>
        SVG
      </button>
      <button
        type="button"
        onClick={async () => {
          for (const [index, svg] of pictures.entries()) save(file(index, 'png'), await rasterize(svg), 'image/png');
        }}
      >
        PNG
      </button>
    </p>
  );
}
