// A page with nothing but the view, as often as asked for: what benchmarks measure and screenshots show.
import '../../../style/view.css';
import { mount } from '../../../src/view/mount';

const query = new URLSearchParams(location.search);
const root = document.getElementById('root');
const response = await fetch(`/data/${query.get('trace') ?? '100'}`);
if (!root || !response.ok) {
  throw new Error(`page: no data for "${location.search}"`);
}
const data: unknown = await response.json();
for (let left = Number(query.get('mounts') ?? '1'); left > 0; left--) {
  const element = document.createElement('div');
  root.append(element);
  mount(element, data);
}
