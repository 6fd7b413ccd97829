import { useId } from 'preact/hooks';
import type { Parameter } from '../../src/experiments/parameters.js';
import type { Entry } from '../catalogue.js';
import { parse, type Settings } from './state.js';

interface ControlsProps {
  readonly entry: Entry;
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

/** One control a parameter, made from its schema. */
export function Controls({ entry, settings, onChange }: ControlsProps) {
  return (
    <form class="controls" aria-label="Parameters" onSubmit={(event) => event.preventDefault()}>
      {Object.entries(entry.parameters).map(([name, parameter]) => (
        <Control key={name} name={name} parameter={parameter} value={settings[name]} onChange={(value) => onChange({ ...settings, [name]: value })} />
      ))}
    </form>
  );
}

interface ControlProps {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Control({ name, parameter, value, onChange }: ControlProps) {
  const id = useId();
  const help = `${id}-help`;
  return (
    <div class="control">
      <label for={id}>
        {words(name)}
        {'unit' in parameter && parameter.unit !== undefined && <span class="unit"> ({parameter.unit})</span>}
      </label>
      <Field id={id} help={help} parameter={parameter} value={value} onChange={onChange} />
      <p class="help" id={help}>
        {parameter.help}
      </p>
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly help: string;
  readonly parameter: Parameter;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Field({ id, help, parameter, value, onChange }: FieldProps) {
  switch (parameter.kind) {
    case 'integer':
    case 'number': {
      const { places, span } = scaleOf(parameter);
      return (
        <span class="slider">
          <input
            type="range"
            aria-hidden="true"
            tabIndex={-1}
            min={0}
            max={places}
            step={1}
            value={span.placeOf(Number(value))}
            onInput={(event) => onChange(span.valueAt(event.currentTarget.valueAsNumber))}
          />
          <input
            id={id}
            aria-describedby={help}
            type="number"
            min={parameter.minimum}
            max={parameter.maximum}
            step={parameter.kind === 'integer' ? 1 : 'any'}
            value={String(value)}
            onChange={(event) => onChange(parse(parameter, event.currentTarget.value))}
          />
        </span>
      );
    }
    case 'choice':
      return (
        <select id={id} aria-describedby={help} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)}>
          {parameter.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      );
    default:
      return (
        <input
          id={id}
          aria-describedby={help}
          type="text"
          spellcheck={false}
          autocomplete="off"
          value={String(value)}
          onChange={(event) => onChange(parse(parameter, event.currentTarget.value.replaceAll(' ', '')))}
        />
      );
  }
}

/** How a slider's places stand for values: evenly, or by equal ratios where the range spans many powers of ten. */
function scaleOf({ kind, minimum, maximum, default: standard }: Extract<Parameter, { kind: 'integer' | 'number' }>) {
  const rounded = (value: number) => (kind === 'integer' ? Math.round(value) : Number(value.toPrecision(3)));
  // Sensible, not all that is allowed: up to eight times the default; a seed has its own.
  const top = Math.min(maximum, Math.max(standard * 8, minimum + 10));
  const low = minimum > 0 ? minimum : kind === 'integer' ? 1 : top / 1000;
  const isWide = top / low > 200;
  const places = kind === 'integer' && !isWide ? Math.round(top - minimum) : 200;
  const span = isWide
    ? {
        valueAt: (place: number) => (place === 0 ? minimum : rounded(low * (top / low) ** (place / places))),
        placeOf: (value: number) => (value <= low ? 0 : Math.round((places * Math.log(value / low)) / Math.log(top / low))),
      }
    : {
        valueAt: (place: number) => rounded(minimum + ((top - minimum) * place) / places),
        placeOf: (value: number) => Math.round((places * (value - minimum)) / (top - minimum)),
      };
  return { places, span };
}

/** `learningRate` as people say it. */
export const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
