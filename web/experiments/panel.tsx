import { useEffect, useState } from 'preact/hooks';
import type { ExperimentResult } from '../../src/experiments/perform.js';
import type { Entry } from '../catalogue.js';
import { type Session, startSession } from '../engine/client.js';
import { explain } from '../shell/errors.js';
import { keep, route } from '../shell/route.js';
import { Claims } from './claims.js';
import { Controls } from './controls.js';
import { Downloads } from './downloads.js';
import { Lesson } from './lesson.js';
import { Picture } from './picture.js';
import { defaultSettings, fromRoute, initialSettings, type Settings, toRoute } from './state.js';
import { Tables } from './tables.js';

type Phase = { readonly kind: 'running'; readonly share: number } | { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };

/** One experiment: its parameters as controls, and what it finds with them; it runs again whenever one of them changes. */
export function ExperimentPanel({ entry }: { readonly entry: Entry }) {
  const settings = fromRoute(entry, route.value.values);
  const change = (next: Settings) => keep(toRoute(entry, next));
  const [phase, setPhase] = useState<Phase>({ kind: 'running', share: 0 });
  const [result, setResult] = useState<ExperimentResult & { readonly version: string; readonly build: string }>();
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify(settings);

  useEffect(() => {
    let isCurrent = true;
    let session: Session | undefined;
    setPhase({ kind: 'running', share: 0 });
    const begin = async () => {
      session = await startSession((share) => {
        if (isCurrent) setPhase({ kind: 'running', share });
      });
      if (!isCurrent) return session[Symbol.dispose]();
      const end = await Promise.race([session.worker.experiment({ name: entry.name, parameters: settings, pictures: true }), session.failure]);
      if (!isCurrent) return;
      if ('refusal' in end) setPhase({ kind: 'failed', message: end.refusal });
      else {
        setResult({ ...end, version: session.version, build: session.build });
        setPhase({ kind: 'done' });
      }
    };
    // While a slider is dragged, only where it rests is run.
    const timer = setTimeout(() => {
      begin()
        .catch((error: unknown) => isCurrent && setPhase({ kind: 'failed', message: explain(error) }))
        .finally(() => session?.[Symbol.dispose]());
    }, 120);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      session?.[Symbol.dispose]();
    };
  }, [entry.name, key, attempt]);

  const failed = result?.outcome.claims.filter(({ holds }) => !holds).length ?? 0;
  return (
    <article class="experiment" aria-busy={phase.kind === 'running'}>
      <header>
        <p class="section">{entry.section}</p>
        <h1>{entry.title}</h1>
        <Lesson name={entry.name} />
        <p class="question">{entry.question}</p>
      </header>
      <section class="side" aria-label="Parameters">
        <Controls entry={entry} settings={settings} onChange={change} />
        <p class="buttons">
          <button type="button" onClick={() => change(initialSettings(entry))}>
            Quick look
          </button>
          <button type="button" onClick={() => change(defaultSettings(entry))}>
            Full size
          </button>
        </p>
      </section>
      <section class="results" aria-label="Results">
        <Status phase={phase} claims={result?.outcome.claims.length} failed={failed} onRetry={() => setAttempt(attempt + 1)} />
        {result !== undefined && (
          <div class={phase.kind === 'running' ? 'stale' : ''}>
            {result.outcome.plots.map((plot, index) => (
              <Picture key={plot.title} svg={result.pictures[index] ?? ''} title={plot.title} description={plot.description} />
            ))}
            <Claims claims={result.outcome.claims} />
            <Tables tables={result.outcome.tables} />
            <Downloads name={entry.name} result={result} />
          </div>
        )}
      </section>
    </article>
  );
}

interface StatusProps {
  readonly phase: Phase;
  readonly claims: number | undefined;
  readonly failed: number;
  readonly onRetry: () => void;
}

function Status({ phase, claims, failed, onRetry }: StatusProps) {
  return (
    <div class="status">
      {phase.kind === 'running' && (
        <>
          <progress aria-label="Progress" value={phase.share} max={1} /> {Math.round(100 * phase.share)} %
        </>
      )}
      {phase.kind === 'failed' && (
        <>
          <p class="error" role="alert">
            {phase.message}
          </p>
          <button type="button" onClick={onRetry}>
            Run again
          </button>
        </>
      )}
      {/* Read out when it changes: the end alone, not every step. */}
      <p role="status">{phase.kind === 'done' && (failed === 0 ? `All ${claims} claims hold.` : `${failed} of ${claims} claims do not hold.`)}</p>
    </div>
  );
}
