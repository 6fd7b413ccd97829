import { type ActivationName, activationNames } from '../../src/network/activation.js';
import { mostUnits } from './route.js';
import type { BenchSettings } from './settings.js';

/** Width and activation of each layer alone. */
export function LayerEditor({ settings, onChange }: { readonly settings: BenchSettings; readonly onChange: (patch: Partial<BenchSettings>) => void }) {
  const { widths, activations } = settings;
  return (
    <details class="layer-editor">
      <summary>Each layer</summary>
      <ol>
        {widths.map((width, layer) => (
          <li key={layer}>
            <input
              type="number"
              min={1}
              max={mostUnits}
              aria-label={`Width of layer ${layer + 1}`}
              value={width}
              onChange={(event) => {
                const { valueAsNumber: next } = event.currentTarget;
                if (Number.isInteger(next) && next >= 1 && next <= mostUnits) onChange({ widths: widths.with(layer, next) });
                else event.currentTarget.value = String(width);
              }}
            />
            <select
              aria-label={`Activation of layer ${layer + 1}`}
              value={activations[layer]}
              onChange={(event) => onChange({ activations: activations.with(layer, event.currentTarget.value as ActivationName) })}
            >
              {activationNames.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ol>
    </details>
  );
}
