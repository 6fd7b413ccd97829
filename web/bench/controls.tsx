import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { type ActivationName, activationNames } from '../../src/network/activation.js';
import { optimizerNames } from '../../src/network/trainer.js';
import { LayerEditor } from './layer-editor.js';
import { mostLayers, type Reading, type SettingName, textsOf, withDepth } from './route.js';
import { type BenchSettings, dataKinds } from './settings.js';

interface ControlsProps {
  readonly reading: Reading;
  readonly onChange: (patch: Partial<BenchSettings>) => void;
  readonly onText: (name: SettingName, text: string) => void;
  readonly onCsv: (file: File) => void;
  readonly csvName: string | undefined;
}

const inits = ['he-normal', 'he-uniform', 'xavier-normal', 'xavier-uniform', 'lecun-normal', 'orthogonal', 'looks-linear', 'heuristic', 'normal=0.1', 'zeros'];
const dataTitles: Record<BenchSettings['data'], string> = {
  moons: 'two moons',
  circles: 'circles',
  spirals: 'spirals',
  xor: 'XOR',
  gaussians: 'Gaussians',
  formula: 'y > f(x)',
  function: 'y = f(x), one input',
  digits: 'digits, 64 inputs',
  csv: 'your own CSV',
};

/** Every setting of the bench. A text that is refused stays where it was written, with what would be right. */
export function Controls({ reading, onChange, onText, onCsv, csvName }: ControlsProps) {
  const { settings, problems } = reading;
  const texts = textsOf(settings);
  const problemOf = (name: string) => problems.find((problem) => problem.name === name);
  const text = (name: SettingName, label: string, mode: 'decimal' | 'numeric' | 'text' = 'decimal') => (
    <TextField
      label={label}
      value={problemOf(name)?.given ?? texts[name]}
      problem={problemOf(name)?.expected}
      mode={mode}
      onText={(given) => onText(name, given)}
    />
  );
  const depth = settings.widths.length;
  const { data } = settings;
  const isMixed = new Set(settings.activations).size > 1;
  return (
    <form class="bench-controls" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>Network</legend>
        <Slider
          label="Depth"
          value={depth}
          text={`${depth} hidden layer${depth === 1 ? '' : 's'}`}
          most={mostLayers}
          onValue={(value) => onChange(withDepth(settings, value))}
        />
        {text('widths', 'Widths', 'text')}
        <SelectField
          label="Activation"
          value={isMixed ? 'mixed' : (settings.activations[0] ?? 'relu')}
          options={isMixed ? ['mixed', ...activationNames] : activationNames}
          problem={problemOf('activations') && `“${problemOf('activations')!.given}” is refused: ${problemOf('activations')!.expected}`}
          onValue={(name) => name !== 'mixed' && onChange({ activations: settings.widths.map(() => name as ActivationName) })}
        />
        {depth > 0 && <LayerEditor settings={settings} onChange={onChange} />}
        <SelectField
          label="Initialization"
          value={settings.init}
          options={inits.includes(settings.init) ? inits : [...inits, settings.init]}
          problem={problemOf('init')?.expected}
          onValue={(init) => onChange({ init })}
        />
      </fieldset>
      <fieldset>
        <legend>Data</legend>
        <SelectField
          label="Points"
          value={data}
          options={dataKinds}
          titles={dataTitles}
          problem={problemOf('data') && `“${problemOf('data')!.given}” is ${problemOf('data')!.expected.replace('one of', 'none of')}`}
          onValue={(kind) => onChange({ data: kind as BenchSettings['data'] })}
        />
        {(data === 'function' || data === 'formula') && text('formula', 'f(x) =', 'text')}
        {data === 'csv' && (
          <Field label="File: numbers, the label last">
            {(id) => (
              <>
                <input
                  id={id}
                  type="file"
                  accept=".csv,text/csv,text/plain"
                  onChange={(event) => event.currentTarget.files?.[0] && onCsv(event.currentTarget.files[0])}
                />
                {csvName !== undefined && <small>{csvName}</small>}
              </>
            )}
          </Field>
        )}
        {data !== 'digits' && data !== 'csv' && (
          <div class="pair">
            {text('samples', 'Samples', 'numeric')}
            {text('noise', 'Noise')}
          </div>
        )}
      </fieldset>
      <fieldset>
        <legend>Training</legend>
        <SelectField
          label="Optimizer"
          value={settings.optimizer}
          options={optimizerNames}
          problem={problemOf('optimizer')?.expected}
          onValue={(optimizer) => onChange({ optimizer: optimizer as BenchSettings['optimizer'] })}
        />
        <Slider
          label="Learning rate"
          value={Math.round(20 * (Math.log10(settings.learningRate) + 5))}
          text={String(settings.learningRate)}
          most={140}
          onValue={(place) => onChange({ learningRate: Number((10 ** (place / 20 - 5)).toPrecision(2)) })}
        />
        <div class="triple">
          {text('learningRate', 'Rate')}
          {text('batch', 'Batch', 'numeric')}
          {text('weightDecay', 'Decay')}
        </div>
      </fieldset>
      <fieldset>
        <legend>Seeds</legend>
        <div class="triple">
          {text('initSeed', 'Start', 'numeric')}
          {text('dataSeed', 'Data', 'numeric')}
          {text('batchSeed', 'Batches', 'numeric')}
        </div>
        <button type="button" onClick={() => onChange({ initSeed: settings.initSeed + 1 })}>
          Another start
        </button>
      </fieldset>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly problem?: string | undefined;
  readonly children: (id: string, error: string | undefined) => ComponentChildren;
}

function Field({ label, problem, children }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id, problem === undefined ? undefined : `${id}-error`)}
      {problem !== undefined && (
        <p class="error" id={`${id}-error`}>
          Expected: {problem}.
        </p>
      )}
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly mode: 'decimal' | 'numeric' | 'text';
  readonly onText: (text: string) => void;
}

function TextField({ label, value, problem, mode, onText }: TextFieldProps) {
  return (
    <Field label={label} problem={problem}>
      {(id, error) => (
        <input
          id={id}
          type="text"
          inputMode={mode}
          spellcheck={false}
          autocomplete="off"
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={error}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly titles?: Readonly<Record<string, string>>;
  readonly problem?: string | undefined;
  readonly onValue: (value: string) => void;
}

function SelectField({ label, value, options, titles, problem, onValue }: SelectFieldProps) {
  return (
    <Field label={label} problem={problem}>
      {(id, error) => (
        <select id={id} value={value} aria-invalid={error !== undefined} aria-describedby={error} onChange={(event) => onValue(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option} value={option}>
              {titles?.[option] ?? option}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly most: number;
  readonly onValue: (value: number) => void;
}

function Slider({ label, value, text, most, onValue }: SliderProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label} <output for={id}>{text}</output>
      </label>
      <input id={id} type="range" min={0} max={most} value={value} aria-valuetext={text} onInput={(event) => onValue(event.currentTarget.valueAsNumber)} />
    </div>
  );
}
