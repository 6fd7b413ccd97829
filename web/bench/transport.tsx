import { useState } from 'preact/hooks';
import { formatRoute, route } from '../shell/route.js';
import { brief } from './axes.js';
import type { Live } from './live.js';
import { amend } from './route.js';

/** Play, pause, step and rewind, and where the training stands. */
export function Transport({ live }: { readonly live: Live }) {
  const { kind } = live.phase.value;
  const isPlaying = kind === 'playing';
  const isAble = live.opened.value !== undefined && (kind === 'ready' || isPlaying);
  return (
    <section class="transport" aria-label="Training">
      <div class="buttons">
        <button type="button" class="play" disabled={!isAble} onClick={() => (isPlaying ? live.pause() : live.play())}>
          {isPlaying ? '❚❚ Pause' : '▶ Play'}
        </button>
        <button type="button" disabled={!isAble} onClick={() => live.step()}>
          Step
        </button>
        <button type="button" disabled={!isAble && kind !== 'diverged'} onClick={() => live.rewind()}>
          ↺ Rewind
        </button>
        <span class="speed">
          <span aria-hidden="true">Speed</span>
          <select aria-label="Speed" value={live.speed.value} onChange={(event) => (live.speed.value = Number(event.currentTarget.value))}>
            <option value={1}>1 step a frame</option>
            <option value={10}>10 steps a frame</option>
            <option value={0}>as fast as it can</option>
          </select>
        </span>
        <Link live={live} />
      </div>
      <Numbers live={live} />
    </section>
  );
}

/** Copies an address that trains as far as this one stands: the same seeds, the same numbers. */
function Link({ live }: { readonly live: Live }) {
  const [told, setTold] = useState('');
  const copy = async () => {
    const step = live.frame.peek()?.step ?? 0;
    const values = { ...amend(route.value.values, {}), ...(step > 0 ? { step: String(step) } : {}) };
    const address = new URL(formatRoute({ panel: route.value.panel, values }), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      setTold('Copied');
    } catch {
      history.replaceState(null, '', address);
      setTold('Now in the address bar');
    }
    setTimeout(() => setTold(''), 2000);
  };
  return (
    <>
      <button type="button" onClick={copy}>
        Copy link
      </button>
      <span class="told" role="status">
        {told}
      </span>
    </>
  );
}

function Numbers({ live }: { readonly live: Live }) {
  const frame = live.frame.value;
  const percent = (share: number | undefined) => (share === undefined || Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`);
  const figures = [
    ['step', String(frame?.step ?? 0), ''],
    ['loss, train', brief(frame?.trainLoss ?? Number.NaN), 'train'],
    ['loss, test', brief(frame?.testLoss ?? Number.NaN), 'test'],
    ['right, train', percent(frame?.trainAccuracy), 'train'],
    ['right, test', percent(frame?.testAccuracy), 'test'],
    ['parameters', String(live.opened.value?.parameters ?? '–'), ''],
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value, kind]) => (
        <div key={name} class={kind}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
