import '../../style/view.css';
import { mount } from '../../src/view/mount';

const root = document.getElementById('root');
if (root) {
  mount(root, JSON.parse(document.getElementById('data')?.textContent ?? ''));
}
