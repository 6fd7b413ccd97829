import './bench.css';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { keep, route } from '../shell/route.js';
import { connect } from './connect.js';
import { Controls } from './controls.js';
import { Files } from './files.js';
import { Live } from './live.js';
import { Message } from './message.js';
import { Presets } from './presets-menu.js';
import { amend, amendText, fromRoute, toRoute } from './route.js';
import { Transport } from './transport.js';
import { Views } from './views.js';

interface Csv {
  readonly name: string;
  readonly text: string;
}

/** The network bench: a network in training, what is inside of it, and every setting it was made with. */
export function Bench() {
  const live = useMemo(() => new Live(connect), []);
  useEffect(() => () => live[Symbol.dispose](), []);
  const [csv, setCsv] = useState<Csv>();
  const { values } = route.value;
  const reading = fromRoute(values);
  const { settings, step, problems } = reading;
  const key = JSON.stringify(settings);
  const imported = useRef('');
  live.onImported = (next) => {
    imported.current = JSON.stringify(next);
    keep(toRoute(next));
  };
  const isRefused = problems.length > 0;
  const lacksFile = settings.data === 'csv' && csv === undefined;

  useEffect(() => {
    if (isRefused || lacksFile) return live.pause();
    if (imported.current === key) return; // its weights came from a file
    imported.current = '';
    live.open(settings, settings.data === 'csv' ? csv?.text : undefined, step);
  }, [key, step, isRefused, csv, lacksFile]);

  useSignalEffect(() => {
    if (live.phase.value.kind === 'playing' && route.peek().values['step'] !== undefined) keep(amend(route.peek().values, {}));
  });

  return (
    <article class="bench">
      <header>
        <h1>Network bench</h1>
        <Presets />
      </header>
      <Transport live={live} />
      <Message
        live={live}
        problems={problems}
        lacksFile={lacksFile}
        isImported={imported.current === key}
        onDrop={(name) => keep(Object.fromEntries(Object.entries(values).filter(([known]) => known !== name)))}
      />
      <div class="stage">
        <Views live={live} />
      </div>
      <aside class="side" aria-label="Settings and files">
        <Controls
          reading={reading}
          csvName={csv?.name}
          onChange={(patch) => keep(amend(values, patch))}
          onText={(name, text) => keep(amendText(values, name, text))}
          onCsv={async (file) => setCsv({ name: file.name, text: await file.text() })}
        />
        <Files live={live} />
      </aside>
    </article>
  );
}
