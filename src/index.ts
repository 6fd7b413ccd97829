export { loadModule } from './engine/load.js';
