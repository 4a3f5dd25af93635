// A page with nothing but the view: what benchmarks measure and screenshots show.
import '../../../style/view.css';
import { mount } from '../../../src/view/mount';

const query = new URLSearchParams(location.search);
const root = document.getElementById('root');
const response = await fetch(`/data/${query.get('trace') ?? '100'}`);
if (!root || !response.ok) {
  throw new Error(`page: no data for "${location.search}"`);
}
mount(root, await response.json());
