import { useState } from 'preact/hooks';
import { save } from '../shell/save.js';
import type { Live } from './live.js';
import type { ExportFormat } from './remote.js';

const formats: readonly { readonly format: ExportFormat; readonly label: string; readonly file: string; readonly type: string }[] = [
  { format: 'json', label: 'JSON', file: 'network.json', type: 'application/json' },
  { format: 'safetensors', label: 'safetensors', file: 'network.safetensors', type: 'application/octet-stream' },
  { format: 'onnx', label: 'ONNX', file: 'network.onnx', type: 'application/octet-stream' },
  { format: 'pytorch', label: 'PyTorch', file: 'network.py', type: 'text/x-python' },
];

/** The network and its loss curve as files, and a network from a file. */
export function Files({ live }: { readonly live: Live }) {
  const [failure, setFailure] = useState<string>();
  const take = async (format: (typeof formats)[number]) => {
    setFailure(undefined);
    try {
      const content = await live.export(format.format);
      save(format.file, typeof content === 'string' ? content : new Uint8Array(content), format.type);
    } catch (error) {
      setFailure(`${format.label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <section class="exports" aria-label="Files">
      <h2>Take it away</h2>
      <p class="buttons">
        {formats.map((format) => (
          <button key={format.format} type="button" disabled={live.opened.value === undefined} onClick={() => void take(format)}>
            {format.label}
          </button>
        ))}
        <button type="button" onClick={() => save('loss.csv', live.history.csv(), 'text/csv')}>
          Loss as CSV
        </button>
      </p>
      <label class="import">
        Bring a network: JSON or safetensors
        <input
          type="file"
          accept=".json,.safetensors"
          onChange={async (event) => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            if (file === undefined) return;
            live.import(file.name.endsWith('.json') ? await file.text() : new Uint8Array(await file.arrayBuffer()));
            input.value = '';
          }}
        />
      </label>
      {live.fileRefusal.value !== undefined && (
        <p class="error" role="alert">
          The file was not taken, and the network stays as it was: {live.fileRefusal.value}
        </p>
      )}
      {failure !== undefined && (
        <p class="error" role="alert">
          {failure}
        </p>
      )}
    </section>
  );
}
