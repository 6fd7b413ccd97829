import './style.css';
import { render } from 'preact';
import { Lab } from './shell/lab.js';

const root = document.getElementById('lab')!;
root.replaceChildren(); // what is said where this script cannot run
render(<Lab />, root);
