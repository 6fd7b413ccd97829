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
  const title = (
    <>
      {words(name)}
      {'unit' in parameter && parameter.unit !== undefined && <span class="unit"> ({parameter.unit})</span>}
    </>
  );
  const field = <Field id={id} name={name} help={help} parameter={parameter} value={value} onChange={onChange} />;
  const line = (
    <p class="help" id={help}>
      {parameter.help}
    </p>
  );
  return parameter.kind === 'choices' ? (
    <fieldset class="control" aria-describedby={help}>
      <legend class="name">{title}</legend>
      {field}
      {line}
    </fieldset>
  ) : (
    <div class="control">
      <label class="name" for={id}>
        {title}
      </label>
      {field}
      {line}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly help: string;
  readonly parameter: Parameter;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Field({ id, name, help, parameter, value, onChange }: FieldProps) {
  switch (parameter.kind) {
    case 'integer':
    case 'number': {
      const { places, span } = scaleOf(parameter);
      return (
        <span class="slider">
          <input
            type="range"
            aria-label={`${words(name)}, slider`}
            aria-valuetext={String(value)}
            min={0}
            max={places}
            step={1}
            value={Number.isFinite(value) ? span.placeOf(Number(value)) : 0}
            onInput={(event) => onChange(span.valueAt(event.currentTarget.valueAsNumber))}
          />
          <input
            id={id}
            aria-describedby={help}
            type="number"
            min={parameter.minimum}
            max={parameter.maximum}
            step={parameter.kind === 'integer' ? 1 : 'any'}
            value={Number.isNaN(value) ? '' : String(value)}
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
    case 'choices': {
      const chosen = (value as readonly string[]).filter((one) => parameter.choices.includes(one));
      const toggled = (choice: string, isOn: boolean) => parameter.choices.filter((one) => (one === choice ? isOn : chosen.includes(one)));
      return (
        <span class="choices">
          {parameter.choices.map((choice) => (
            <label key={choice}>
              <input type="checkbox" checked={chosen.includes(choice)} onChange={(event) => onChange(toggled(choice, event.currentTarget.checked))} /> {choice}
            </label>
          ))}
        </span>
      );
    }
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
  // Sensible, not all that is allowed: up to eight times the default. A range with negative numbers is shown whole.
  const reach = Math.min(maximum, Math.max(standard * 8, kind === 'integer' ? minimum + 10 : minimum));
  const top = minimum < 0 || reach === minimum ? maximum : reach;
  const low = minimum !== 0 ? minimum : kind === 'integer' ? 1 : top / 1000;
  const isWide = low > 0 && top / low > 200;
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
