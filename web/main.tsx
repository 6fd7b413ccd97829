import './style.css';
import { render } from 'preact';
import { Lab } from './shell/lab.js';

render(<Lab />, document.getElementById('lab')!);
