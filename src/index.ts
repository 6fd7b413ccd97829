/// <reference lib="esnext.disposable" preserve="true" />
export { type DataOptions, type DataSet, type DataSetName, dataSetNames, loadDataSet, type Split } from './data/index.js';
export { Engine, loadEngine } from './engine/engine.js';
export { ArgumentError, EngineError, type EngineErrorCode } from './engine/errors.js';
export type { Build, LoadOptions, WasmSource } from './engine/load.js';
export { type MatmulOptions, matmul } from './engine/matmul.js';
export type { Matrix, MatrixInput } from './engine/matrix.js';
export type { FloatArray, Precision } from './engine/memory.js';
export { normal, permutation, type RandomOptions, type Seed, uniform } from './engine/random.js';
export { version } from './engine/version.js';
export { type ActivationName, type ActivationOptions, activate, activationNames, activations, slope } from './network/activation.js';
export { Dataset, type Examples, type LabelArray } from './network/dataset.js';
export { networkFormat } from './network/file.js';
export { type Initializer, type InitializerName, initializerNames } from './network/initializer.js';
export { type LossName, lossNames } from './network/loss.js';
export { type Gradients, type Layer, type Measurement, Network, type Probe } from './network/network.js';
export type { LoadNetworkOptions } from './network/safetensors.js';
export type { LayerActivation, LayeredSpecification, LayerInput, NetworkSpecification } from './network/specification.js';
export {
  type Optimizer,
  type OptimizerName,
  optimizerNames,
  type Schedule,
  Trainer,
  type TrainerOptions,
  type TrainOptions,
  type TrainResult,
} from './network/trainer.js';
export { extremal, triangleWave, zigzag } from './theory/constructions.js';
export { type Distance, distance, integral } from './theory/distance.js';
export { crossings, type LevelSet } from './theory/level-set.js';
export { countPieces, type LayerPieces, type Pieces, type PiecesOptions } from './theory/pieces.js';
export { alongSegment, type PiecewiseLinear, type Segment } from './theory/piecewise.js';
