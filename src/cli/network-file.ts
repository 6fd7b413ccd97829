import { UsageError } from './failure.js';
import { shown } from './files.js';
import { decodeText, readBytes } from './matrix-file.js';

/** What is in the file of a saved network, which a flag or the argument `model` names: JSON text, or the bytes of safetensors. The other two files are for other programs. */
export function readNetworkFile(path: string, flag = 'model'): string | Uint8Array {
  const bytes = readBytes(flag, path);
  if (/\.(?:onnx|py)$/.test(path)) throw new UsageError(`${shown(path)}: models of ONNX and PyTorch are written, not read; save .json or .safetensors`);
  // safetensors begins with the length of its header in 8 bytes, the upper ones 0, which text has nowhere
  const isText = !bytes.subarray(0, 8).includes(0);
  return isText ? decodeText(`${flag} ${path}`, bytes) : bytes;
}
